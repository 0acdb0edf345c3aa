docker run -d --name "$BERTH_STUDENT_DATA" redis
docker run --rm busybox ping -c 1 "$BERTH_STUDENT_DATA" 2>&1 | grep 'bad address'
docker run --name "$BERTH_STUDENT_WEB" --link "$BERTH_STUDENT_DATA:db" busybox env
passed variables
docker run --rm --link "$BERTH_STUDENT_DATA:cache" busybox env | grep CACHE_PORT_6379_TCP_ADDR

# The database needs a moment.
docker run --rm --link "$BERTH_STUDENT_DATA:db" busybox sh -c 'until echo PING | nc db 6379; do sleep 0.2; done'
docker run --name "$BERTH_STUDENT_ASKER" --link "$BERTH_STUDENT_DATA:db" busybox sh -c "echo PING | nc db 6379"
passed ask

docker run -d --name "$BERTH_STUDENT_WATCHER" --link "$BERTH_STUDENT_DATA:db" busybox sleep 3600
old=$(docker inspect --format '{{.NetworkSettings.IPAddress}}' "$BERTH_STUDENT_DATA")
docker stop "$BERTH_STUDENT_DATA"
docker run -d --name "$BERTH_STUDENT_SQUATTER" busybox sleep 3600
docker start "$BERTH_STUDENT_DATA"
new=$(docker inspect --format '{{.NetworkSettings.IPAddress}}' "$BERTH_STUDENT_DATA")
[ "$old" != "$new" ]
docker exec "$BERTH_STUDENT_WATCHER" sh -c "tr '\0' '\n' </proc/1/environ" | grep "DB_PORT_6379_TCP_ADDR=$old"
docker exec "$BERTH_STUDENT_WATCHER" grep "$new.*db" /etc/hosts

docker network create "$BERTH_STUDENT_NET"
docker network connect --alias db "$BERTH_STUDENT_NET" "$BERTH_STUDENT_DATA"
docker run --name "$BERTH_STUDENT_CALLER" --network "$BERTH_STUDENT_NET" busybox sh -c "echo PING | nc db 6379"
passed today

docker rm -f "$BERTH_STUDENT_WEB" "$BERTH_STUDENT_ASKER" "$BERTH_STUDENT_WATCHER" "$BERTH_STUDENT_SQUATTER" "$BERTH_STUDENT_CALLER" "$BERTH_STUDENT_DATA"
docker network rm "$BERTH_STUDENT_NET"
