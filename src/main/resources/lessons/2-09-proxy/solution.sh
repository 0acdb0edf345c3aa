database
ready "$BERTH_STUDENT_DB"
web "$BERTH_STUDENT_ONE"
web "$BERTH_STUDENT_TWO"
passed team

docker run --rm --network "$BERTH_STUDENT_NET" busybox nslookup "$BERTH_STUDENT_TEAM" 127.0.0.11
docker build -t "$BERTH_STUDENT_IMAGE" ~/stage2/proxy
docker run -d --name "$BERTH_STUDENT_DOOR" --network "$BERTH_STUDENT_NET" -p 8087:80 "$BERTH_STUDENT_IMAGE"
[ "$(get_pages localhost:8087 | sort -u | wc -l)" = 2 ]
get_pages "localhost:8087/$BERTH_STUDENT_PATH"
passed shared

docker stop "$BERTH_STUDENT_ONE"
sleep 3
[ "$(get_pages localhost:8087 | sort -u | wc -l)" = 1 ]
web "$BERTH_STUDENT_THREE"
sleep 3
get_pages "localhost:8087/$BERTH_STUDENT_LATER"
passed grow

docker rm -f -v "$BERTH_STUDENT_DOOR" "$BERTH_STUDENT_ONE" "$BERTH_STUDENT_TWO" "$BERTH_STUDENT_THREE" "$BERTH_STUDENT_DB"
docker network rm "$BERTH_STUDENT_NET"
docker image rm "$BERTH_STUDENT_IMAGE"
