# Another image, another name, another program.

expect parent not-yet 'does not run at the moment'
expect whole not-yet 'there is no container called'
expect alone not-yet 'there is no container called'
expect noted not-yet 'first comes:'

docker run -d --name "$BERTH_STUDENT_WHOLE" debian sleep 600
expect whole not-yet 'was made from another image'
docker rm -f "$BERTH_STUDENT_WHOLE"
docker run -d --name "$BERTH_STUDENT_WHOLE" system sleep 600
expect whole not-yet 'runs `sleep 600` in place of the init'
docker rm -f "$BERTH_STUDENT_WHOLE"
docker run -d --name somebody system
expect whole not-yet 'a system runs, in a container called `somebody`'
docker rename somebody "$BERTH_STUDENT_WHOLE"
docker stop "$BERTH_STUDENT_WHOLE"
expect whole not-yet 'does not run: it is exited'
docker start "$BERTH_STUDENT_WHOLE"
expect whole passed ''

docker run -d --name "$BERTH_STUDENT_WEB" nginx
docker exec "$BERTH_STUDENT_WEB" logger "$BERTH_STUDENT_WORD" || true
expect noted not-yet 'which has no log service'
until docker top "$BERTH_STUDENT_WEB" | grep -q 'nginx: worker'; do sleep 0.1; done
expect parent not-yet 'you have not typed the number'
answer parent "$(docker inspect --format '{{.State.Pid}}' "$BERTH_STUDENT_WEB")"
expect parent not-yet 'a process of the container itself'
answer parent "$(docker top "$BERTH_STUDENT_WHOLE" | awk 'NR == 2 { print $3 }')"
expect parent not-yet 'is not the parent of nginx'
answer parent "$(docker ps -q --filter "name=$BERTH_STUDENT_WEB")x"
expect parent not-yet 'is not the number of a process'
answer parent 1
expect parent not-yet 'is not the parent of nginx'
