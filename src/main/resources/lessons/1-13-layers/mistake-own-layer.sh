# The first two images: nothing committed, nothing written, another image, another note, a setting with a layer.
docker run --name "$BERTH_STUDENT_DESK" debian sh -c "echo $BERTH_STUDENT_WORD > /note.txt"
expect own-layer not-yet "there is no image of it yet"
docker run --name empty debian true
docker commit empty "$BERTH_STUDENT_IMAGE"
expect own-layer not-yet "had not changed any file"
docker image rm "$BERTH_STUDENT_IMAGE"
docker rm empty "$BERTH_STUDENT_DESK"
docker run --name misspelt debian sh -c "echo another-word > /note.txt"
docker commit misspelt "$BERTH_STUDENT_IMAGE"
expect own-layer not-yet "another-word"
docker rm misspelt
docker image rm "$BERTH_STUDENT_IMAGE"

docker run --name "$BERTH_STUDENT_DESK" debian sh -c "echo $BERTH_STUDENT_WORD > /note.txt"
docker commit "$BERTH_STUDENT_DESK" "$BERTH_STUDENT_IMAGE"
passed own-layer
expect setting not-yet "there is no image \`$BERTH_STUDENT_NAMED\` yet"
docker commit --change "ENV WORD=another" "$BERTH_STUDENT_DESK" "$BERTH_STUDENT_NAMED"
expect setting not-yet "has another value"
docker run --name writer "$BERTH_STUDENT_IMAGE" touch /here
docker commit --change "ENV WORD=$BERTH_STUDENT_WORD" writer "$BERTH_STUDENT_NAMED"
expect setting not-yet "a layer more"
