docker run --name "$BERTH_STUDENT_DESK" debian sh -c "echo $BERTH_STUDENT_WORD > /note.txt"
docker commit "$BERTH_STUDENT_DESK" "$BERTH_STUDENT_IMAGE"
docker run --name "$BERTH_STUDENT_NOTE_READER" "$BERTH_STUDENT_IMAGE" cat /note.txt
passed own-layer

docker create --name "$BERTH_STUDENT_BLANK" "$BERTH_STUDENT_IMAGE"
docker commit --change "ENV WORD=$BERTH_STUDENT_WORD" "$BERTH_STUDENT_BLANK" "$BERTH_STUDENT_NAMED"
passed setting

docker run --name "$BERTH_STUDENT_MOVER" debian dd if=/dev/zero of=/big bs=1M "count=$BERTH_STUDENT_MEGA"
docker commit "$BERTH_STUDENT_MOVER" "$BERTH_STUDENT_HEAVY"
docker run --name "$BERTH_STUDENT_CLEANER" "$BERTH_STUDENT_HEAVY" rm /big
docker commit "$BERTH_STUDENT_CLEANER" "$BERTH_STUDENT_LIGHT"
docker run --name "$BERTH_STUDENT_VIEWER" "$BERTH_STUDENT_LIGHT" ls /
passed still-large

mkdir -p ~/order
cd ~/order
echo 'echo version 1' >program
printf 'FROM busybox\nRUN echo installing; sleep 5; echo ready > /tools\nCOPY program /program\nCMD ["sh", "/program"]\n' >Dockerfile
docker build -t "$BERTH_STUDENT_TOOL" .
echo "echo version $BERTH_STUDENT_VERSION" >program
docker build -t "$BERTH_STUDENT_TOOL" . | grep 'Using cache'
docker run --name "$BERTH_STUDENT_RUNNER" "$BERTH_STUDENT_TOOL"
passed order

docker run -d --name server nginx
docker exec server sh -c "echo $BERTH_STUDENT_WORD > /usr/share/nginx/html/index.html"
docker commit server "$BERTH_STUDENT_SHOP"
docker run -d --name shows-it "$BERTH_STUDENT_SHOP"
passed shop

docker rm -f server shows-it "$BERTH_STUDENT_RUNNER" "$BERTH_STUDENT_DESK" "$BERTH_STUDENT_NOTE_READER" "$BERTH_STUDENT_BLANK" "$BERTH_STUDENT_MOVER" "$BERTH_STUDENT_CLEANER" "$BERTH_STUDENT_VIEWER"
docker image rm "$BERTH_STUDENT_TOOL" "$BERTH_STUDENT_LIGHT" "$BERTH_STUDENT_HEAVY" "$BERTH_STUDENT_NAMED" "$BERTH_STUDENT_IMAGE"
