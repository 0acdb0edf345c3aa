# The note: another volume, another folder, said and not read, read by the container that wrote it.
docker run --name "$BERTH_STUDENT_READER" -v "$BERTH_STUDENT_DIARY:/data" debian echo "$BERTH_STUDENT_WORD"
expect kept not-yet "it is to read the note with \`cat\`"
docker run --rm -v "$BERTH_STUDENT_DIARY:/data" debian sh -c "echo $BERTH_STUDENT_WORD > /data/note.txt"
expect kept not-yet "it is to read the note with \`cat\`"
docker rm "$BERTH_STUDENT_READER"
docker run --name "$BERTH_STUDENT_READER" -v "$BERTH_STUDENT_DIARY:/data" debian sh -c "echo $BERTH_STUDENT_WORD > /data/note.txt; cat /data/note.txt"
expect kept not-yet "it is to read the note with \`cat\`"
docker rm "$BERTH_STUDENT_READER"
docker run --name "$BERTH_STUDENT_READER" -v "$BERTH_STUDENT_DIARY:/other" debian cat /data/note.txt || true
expect kept not-yet "found no such file"
docker rm "$BERTH_STUDENT_READER"
docker run --rm -v elsewhere:/data debian sh -c "echo $BERTH_STUDENT_WORD > /data/note.txt"
docker run --name "$BERTH_STUDENT_READER" -v elsewhere:/data debian cat /data/note.txt
expect kept not-yet "mounted from the volume \`$BERTH_STUDENT_DIARY\`"
