# The client did not stay, stays, or was not the one to end.

expect messenger not-yet 'there is no container called'
docker run -d --name "$BERTH_STUDENT_LOOSE" debian sleep "$BERTH_STUDENT_SECONDS"
expect messenger not-yet 'its client did not stay'
docker rm -f "$BERTH_STUDENT_LOOSE"
docker create --name "$BERTH_STUDENT_LOOSE" debian sleep "$BERTH_STUDENT_SECONDS"
expect messenger not-yet 'the client was gone before its second request'
docker rm "$BERTH_STUDENT_LOOSE"
docker run --name "$BERTH_STUDENT_LOOSE" debian sleep "$BERTH_STUDENT_SECONDS" &
until docker ps --format '{{.Names}}' | grep -q "$BERTH_STUDENT_LOOSE"; do sleep 0.1; done
expect messenger not-yet 'and so does its client'
docker rm -f "$BERTH_STUDENT_LOOSE"
wait
# The name comes later, the client stays.
docker run --name other debian sleep "$BERTH_STUDENT_SECONDS" &
until docker ps --format '{{.Names}}' | grep -q other; do sleep 0.1; done
docker rename other "$BERTH_STUDENT_LOOSE"
expect messenger not-yet 'and so does its client'
docker kill "$BERTH_STUDENT_LOOSE"
wait || true
docker start -a "$(docker inspect --format '{{.Id}}' "$BERTH_STUDENT_LOOSE")" &
expect messenger not-yet 'and so does its client'
docker rm -f "$BERTH_STUDENT_LOOSE"
wait || true
script -qec "docker run -t --name $BERTH_STUDENT_LOOSE debian sleep $BERTH_STUDENT_SECONDS" /dev/null &
expect messenger not-yet 'with a terminal of its own'
docker rm -f "$BERTH_STUDENT_LOOSE"
wait
docker run --name "$BERTH_STUDENT_LOOSE" debian sleep 1234567 &
until docker ps --format '{{.Names}}' | grep -q "$BERTH_STUDENT_LOOSE"; do sleep 0.1; done
kill -9 $!
expect messenger not-yet 'runs something else than'
docker kill "$BERTH_STUDENT_LOOSE"
expect messenger not-yet 'it is its client that is to end'
