# The first two images: nothing committed, nothing written, written on the machine, another image, another note, a setting with a layer.
expect own-layer not-yet "there is no image \`$BERTH_STUDENT_IMAGE\` yet"
docker run --name "$BERTH_STUDENT_DESK" debian sh -c echo "$BERTH_STUDENT_WORD" >~/note.txt
expect own-layer not-yet "without quotation marks"
docker rm "$BERTH_STUDENT_DESK"
docker run --name "$BERTH_STUDENT_DESK" debian sh -c "echo $BERTH_STUDENT_WORD > /note.txt"
expect own-layer not-yet "there is no image of it yet"
docker run --name empty debian true
docker commit empty "$BERTH_STUDENT_IMAGE"
expect own-layer not-yet "had not changed any file"
docker image rm "$BERTH_STUDENT_IMAGE"
# The right note in a container that is not committed, another one in the image.
docker run --name misspelt debian sh -c "echo another-word > /note.txt"
docker commit misspelt "$BERTH_STUDENT_IMAGE"
expect own-layer not-yet "nobody has read the note"
docker run --name reads-it "$BERTH_STUDENT_IMAGE" cat /note.txt
expect own-layer not-yet "and printed \`another-word\`"
docker cp misspelt:/note.txt /tmp/note.txt
echo "$BERTH_STUDENT_WORD" >/tmp/note.txt
docker cp /tmp/note.txt misspelt:/note.txt
expect own-layer not-yet "and printed \`another-word\`"
docker rm reads-it misspelt "$BERTH_STUDENT_DESK"
docker image rm "$BERTH_STUDENT_IMAGE"

docker run --name "$BERTH_STUDENT_DESK" debian sh -c "echo $BERTH_STUDENT_WORD > /note.txt"
docker commit "$BERTH_STUDENT_DESK" "$BERTH_STUDENT_IMAGE"
docker run --name "$BERTH_STUDENT_NOTE_READER" "$BERTH_STUDENT_IMAGE" cat /note.txt
passed own-layer
expect setting not-yet "there is no image \`$BERTH_STUDENT_NAMED\` yet"
docker commit --change "ENV WORD=another" "$BERTH_STUDENT_DESK" "$BERTH_STUDENT_NAMED"
expect setting not-yet "has another value"
docker run --name writer "$BERTH_STUDENT_IMAGE" touch /here
docker commit --change "ENV WORD=$BERTH_STUDENT_WORD" writer "$BERTH_STUDENT_NAMED"
expect setting not-yet "a layer more"
