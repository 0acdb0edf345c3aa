# What students plausibly do instead, and what they are told then.

expect greet not-yet 'no container from `debian` has said anything yet'
docker run debian true
expect greet not-yet 'ran `true`, and that did not say'
docker run debian "echo hello, $BERTH_STUDENT_WORD" || true
expect greet not-yet 'has no program called `echo hello'
docker run debian echo "hello, somebody-else"
expect greet not-yet 'said `hello, somebody-else`; your greeting is'
docker run debian echo "they say hello, $BERTH_STUDENT_WORD"
expect greet not-yet 'said `they say hello'
docker run busybox echo "hello, $BERTH_STUDENT_WORD"
expect greet not-yet 'it was made from `busybox`'
docker run debian bash -c "echo hello, $BERTH_STUDENT_WORD; exit 4" || true
expect greet not-yet 'ended with exit code 4'
expect given not-yet 'first comes:'
docker run -d --name talker debian sh -c "echo hello, $BERTH_STUDENT_WORD; sleep 1000"
expect greet not-yet 'has said it, and still runs'
docker rm -f talker

docker run --name hello-box debian echo "hello, $BERTH_STUDENT_WORD"
expect greet passed ''
expect given not-yet 'the name is not known here yet'
answer given "$(docker ps -lq)"
expect given not-yet 'none of your containers has the name'
docker run --name other-box debian true
answer given other-box
expect given not-yet '`other-box` is one of your containers, but it is not the one'
docker rm hello-box
expect given not-yet 'was removed, and its name with it'

expect lasting not-yet 'no container from `debian` has run'
docker run debian "sleep $BERTH_STUDENT_SECONDS" || true
expect lasting not-yet 'has no program called `sleep '
docker run debian sleep 3
expect lasting not-yet 'lived for three seconds'
docker run busybox sleep "$BERTH_STUDENT_SECONDS"
expect lasting not-yet 'it was made from `busybox`, not from `debian`'
docker run -d --name impatient debian sleep "$BERTH_STUDENT_SECONDS"
expect lasting not-yet '`impatient` is still sleeping'
docker kill impatient
expect lasting not-yet 'did not end by itself: its exit code is 137'

expect replaced not-yet 'there is no container called'
docker run busybox --name "$BERTH_STUDENT_BOX" echo "bye, $BERTH_STUDENT_WORD" || true
expect replaced not-yet 'was asked for a program called `--name`'
docker rm "$(docker ps -lq)"
docker run --name "$BERTH_STUDENT_BOX" debian echo "bye, $BERTH_STUDENT_WORD"
expect replaced not-yet 'is a container from `debian`; you need a new one from `busybox`'
docker run busybox echo "bye, $BERTH_STUDENT_WORD"
expect replaced not-yet 'is a container from `debian`'
docker rm "$BERTH_STUDENT_BOX"
expect replaced not-yet 'said it, but its name is to be'
docker run --name "$BERTH_STUDENT_BOX" busybox "echo bye, $BERTH_STUDENT_WORD" || true
expect replaced not-yet 'has no program called `echo bye'
docker rm "$BERTH_STUDENT_BOX"
docker run --name "$BERTH_STUDENT_BOX" busybox echo "bye"
expect replaced not-yet 'did not print the line'
docker rm "$BERTH_STUDENT_BOX"
docker run --name "$BERTH_STUDENT_BOX" busybox sh -c "echo bye, $BERTH_STUDENT_WORD; exit 3" || true
expect replaced not-yet 'ended with exit code 3, not with 0'
docker rm "$BERTH_STUDENT_BOX"
docker run -d --name "$BERTH_STUDENT_BOX" busybox sh -c "echo bye, $BERTH_STUDENT_WORD; sleep 100"
expect replaced not-yet 'still runs; it counts when it has ended'
docker rm -f $(docker ps -aq --filter ancestor=busybox)
expect replaced not-yet 'was there, and it is gone again'

expect tidy not-yet 'first comes:'
docker rm $(docker ps -aq)
docker image rm debian
expect lasting beyond-repair 'the image `debian` is not on this machine'
docker image rm busybox
expect replaced beyond-repair 'the image `busybox` is not on this machine'
