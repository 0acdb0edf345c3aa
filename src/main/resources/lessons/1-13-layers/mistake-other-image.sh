# The note in a container from another image.
docker run --name other busybox sh -c "echo $BERTH_STUDENT_WORD > /note.txt"
docker commit other "$BERTH_STUDENT_IMAGE"
expect own-layer not-yet "this task wants \`debian\`"
