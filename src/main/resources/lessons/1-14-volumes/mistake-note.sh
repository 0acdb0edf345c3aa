# The note: another volume, another folder, said and not read, read by the container that wrote it, read by one that removes itself.
expect kept not-yet "there is no container \`$BERTH_STUDENT_READER\` yet"
docker run --name "$BERTH_STUDENT_READER" -v "$BERTH_STUDENT_DIARY:/data" debian cat /data/note.txt || true
expect kept not-yet "there is no \`note.txt\`"
docker rm "$BERTH_STUDENT_READER"
docker run --name "$BERTH_STUDENT_READER" -v "$BERTH_STUDENT_DIARY:/data" debian echo "$BERTH_STUDENT_WORD"
expect kept not-yet "there is no \`note.txt\`"
docker run --rm -v "$BERTH_STUDENT_DIARY:/data" debian sh -c "echo $BERTH_STUDENT_WORD > /data/note.txt"
expect kept not-yet "it is to read the note with \`cat\`"
docker rm "$BERTH_STUDENT_READER"
docker run --name "$BERTH_STUDENT_READER" -v "$BERTH_STUDENT_DIARY:/data" debian sh -c "echo $BERTH_STUDENT_WORD > /data/note.txt; cat /data/note.txt"
expect kept not-yet "it is to read the note with \`cat\`"
docker rm "$BERTH_STUDENT_READER"
docker run --name "$BERTH_STUDENT_READER" -v "$BERTH_STUDENT_DIARY:/other" debian cat /data/note.txt || true
expect kept not-yet "there is no such file"
docker rm "$BERTH_STUDENT_READER"
docker run --name "$BERTH_STUDENT_READER" debian cat /data/note.txt || true
expect kept not-yet "does not have the volume"
docker rm "$BERTH_STUDENT_READER"
docker run --rm --name "$BERTH_STUDENT_READER" -v "$BERTH_STUDENT_DIARY:/data" debian cat /data/note.txt
expect kept not-yet "without \`--rm\`"
docker run --rm -v elsewhere:/data debian sh -c "echo $BERTH_STUDENT_WORD > /data/note.txt"
docker run --name "$BERTH_STUDENT_READER" -v elsewhere:/data debian cat /data/note.txt
expect kept not-yet "does not have the volume \`$BERTH_STUDENT_DIARY\`"
