# One that had ended before the other began, copies that serve nothing, one that ended by itself; the page that nobody has asked for.

expect degraded not-yet 'there is no container called'
docker run -d --name "$BERTH_STUDENT_SHOP" -e DBHOST=127.0.0.1 webapp
expect degraded not-yet 'you have not typed yet what its page says'

docker run -d --name "$BERTH_STUDENT_LEFT" webapp
docker stop "$BERTH_STUDENT_LEFT"
docker run -d --name "$BERTH_STUDENT_RIGHT" webapp
answer served "$(docker exec "$BERTH_STUDENT_RIGHT" hostname)"
expect copies not-yet 'they never ran at the same time'
docker start "$BERTH_STUDENT_LEFT"
kill "$(docker inspect --format '{{.State.Pid}}' "$BERTH_STUDENT_LEFT")"
expect copies not-yet 'has ended, but nobody has stopped it'
docker rm "$BERTH_STUDENT_LEFT"
docker run -d --name "$BERTH_STUDENT_LEFT" webapp true
expect copies not-yet "\`$BERTH_STUDENT_LEFT\` runs \`true\` in place of the service"
docker rm -f "$BERTH_STUDENT_LEFT" "$BERTH_STUDENT_RIGHT"
docker run -d --name "$BERTH_STUDENT_LEFT" webapp
docker run -d --name "$BERTH_STUDENT_RIGHT" webapp sleep 600
docker stop "$BERTH_STUDENT_LEFT"
answer served "$(docker exec "$BERTH_STUDENT_RIGHT" hostname)"
expect copies not-yet "\`$BERTH_STUDENT_RIGHT\` runs \`sleep 600\` in place of the service"
