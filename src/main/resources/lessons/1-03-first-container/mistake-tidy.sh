# All is done but for the tidying up: something still runs, something is left, and an image is gone.

docker run --name greeter debian echo "hello, $BERTH_STUDENT_WORD"
passed greet
answer given greeter
passed given
docker run debian sleep "$BERTH_STUDENT_SECONDS"
passed lasting
docker run --name "$BERTH_STUDENT_BOX" busybox echo "bye, $BERTH_STUDENT_WORD"
passed replaced

docker run -d --name busy debian sleep 1000
expect tidy not-yet '`busy` is still running'
docker kill busy
docker rm greeter
expect tidy not-yet 'containers that are left: 3'
docker rm $(docker ps -aq)
passed tidy
docker image rm busybox
expect tidy beyond-repair 'an image was removed as well'
