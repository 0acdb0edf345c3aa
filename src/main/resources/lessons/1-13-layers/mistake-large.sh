# The file that is deleted: from debian in place of the heavy image, or not deleted at all.
expect still-large not-yet "there is no image \`$BERTH_STUDENT_HEAVY\` yet"
docker run --name "$BERTH_STUDENT_MOVER" debian dd if=/dev/zero of=/big bs=1M "count=$BERTH_STUDENT_MEGA"
docker commit "$BERTH_STUDENT_MOVER" "$BERTH_STUDENT_HEAVY"
expect still-large not-yet "has deleted \`/big\` yet"
docker run --name wrong debian rm -f /big
docker commit wrong "$BERTH_STUDENT_LIGHT"
expect still-large not-yet "was not made of a container from \`$BERTH_STUDENT_HEAVY\`"
docker tag "$BERTH_STUDENT_HEAVY" "$BERTH_STUDENT_LIGHT"
expect still-large not-yet "was not made of a container from \`$BERTH_STUDENT_HEAVY\`"
docker run --name keeps "$BERTH_STUDENT_HEAVY" touch /other
docker commit keeps "$BERTH_STUDENT_LIGHT"
expect still-large not-yet "has deleted \`/big\` yet"
# Deleted in a container that is not committed: the image still shows it.
docker run --name "$BERTH_STUDENT_CLEANER" "$BERTH_STUDENT_HEAVY" rm /big
expect still-large not-yet "no container from it has looked"
docker run --name looks "$BERTH_STUDENT_LIGHT" ls /
expect still-large not-yet "still sees \`/big\`"
docker rm looks "$BERTH_STUDENT_CLEANER"
docker image rm "$BERTH_STUDENT_LIGHT"
docker run --name "$BERTH_STUDENT_CLEANER" "$BERTH_STUDENT_HEAVY" rm /big
expect still-large not-yet "there is no image \`$BERTH_STUDENT_LIGHT\` yet"
