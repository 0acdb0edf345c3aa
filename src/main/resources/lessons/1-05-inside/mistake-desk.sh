# Nobody comes back: another program, or no shell at all; and containers with the label that do not vanish by themselves.

expect come-back not-yet 'there is no shell in a container called'
docker run -d -it --name "$BERTH_STUDENT_DESK" debian bash
expect come-back not-yet 'nobody has come back to it yet'
docker exec "$BERTH_STUDENT_DESK" bash -c 'echo $seen'
expect come-back not-yet '`docker exec` started another program'
docker rm -f "$BERTH_STUDENT_DESK"

docker run -d -it --name "$BERTH_STUDENT_DESK" debian sleep 1000
expect come-back not-yet '`sleep 1000` in `'"$BERTH_STUDENT_DESK"'` is no shell'
docker rm -f "$BERTH_STUDENT_DESK"

expect vanish not-yet 'no container with the label'
docker run --rm --label "trip=$BERTH_STUDENT_TRIP" debian true
expect vanish not-yet 'it was made from `debian`, not from `busybox`'
docker run -d --rm --label "trip=$BERTH_STUDENT_TRIP" busybox sleep 1000
expect vanish not-yet 'is still running `sleep 1000`'
