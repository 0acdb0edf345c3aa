# What students plausibly do instead, and what they are told then.

expect listen not-yet 'there is no container called'
answer rolled 1234567
expect listen not-yet 'you say `1234567`, but there is no container called'
docker run -d --name "$BERTH_STUDENT_DICE" debian echo 7
answer rolled 7
expect listen not-yet 'was made for `echo 7` from `debian`, and that prints no random number'
docker rm "$BERTH_STUDENT_DICE"
# Without -d, the number is known without a look into the log.
answer rolled "$(docker run --name "$BERTH_STUDENT_DICE" debian shuf -i 1000-9999 -n 1)"
expect listen not-yet 'nobody had to read the log'
docker rm "$BERTH_STUDENT_DICE"
answer rolled 1234567
docker run -d --name "$BERTH_STUDENT_DICE" debian shuf -i 1000-9999 -n 1
docker wait "$BERTH_STUDENT_DICE"
expect listen not-yet 'has no line `1234567`'
expect again not-yet 'first comes:'
docker start "$BERTH_STUDENT_DICE"
docker wait "$BERTH_STUDENT_DICE"
answer rolled "$(docker logs "$BERTH_STUDENT_DICE" | tail -n 1)"
expect listen not-yet 'but it is not the first one there'
docker rm "$BERTH_STUDENT_DICE"

# A new container in place of a second start.
docker run -d --name "$BERTH_STUDENT_DICE" debian shuf -i 1000-9999 -n 1
docker wait "$BERTH_STUDENT_DICE"
answer rolled "$(docker logs "$BERTH_STUDENT_DICE")"
passed listen
expect again not-yet 'has been started once'
docker run debian shuf -i 1000-9999 -n 1
expect again not-yet 'has been started once'
answer second "$(docker logs "$BERTH_STUDENT_DICE")"
docker start "$BERTH_STUDENT_DICE"
docker wait "$BERTH_STUDENT_DICE"
expect again not-yet 'is not the second line in the log'
docker rm "$BERTH_STUDENT_DICE"
expect again not-yet 'is gone, and its log with it'
docker run -d --name "$BERTH_STUDENT_DICE" debian shuf -i 1000-9999 -n 1
docker wait "$BERTH_STUDENT_DICE"
docker start "$BERTH_STUDENT_DICE"
docker wait "$BERTH_STUDENT_DICE"
answer rolled 12345
answer second "$(docker logs "$BERTH_STUDENT_DICE" | tail -n 1)"
expect again not-yet 'it is another container than before'

expect follow not-yet 'there is no container called'
docker run -d --name "$BERTH_STUDENT_COUNTER" debian sh -c 'for n in $(seq 20); do echo "step $n of 20"; sleep 1; done; shuf -i 1000-9999 -n 1'
expect follow not-yet 'its last line is not there yet'
docker kill "$BERTH_STUDENT_COUNTER"
expect follow not-yet 'was ended before it was done'
docker rm "$BERTH_STUDENT_COUNTER"
docker run -d --name "$BERTH_STUDENT_COUNTER" debian seq -f 'step %g of 20' 1 20
expect follow not-yet 'does not print a random number at its end'
docker rm "$BERTH_STUDENT_COUNTER"
docker run -d --name "$BERTH_STUDENT_COUNTER" debian sh -c 'for n in $(seq 20); do echo "step $n of 20"; done; shuf -i 1000-9999 -n 1'
expect follow not-yet 'is not known yet: type it into the box'
answer last 'step 20 of 20'
expect follow not-yet 'does not follow after `step 20 of 20`'

expect code not-yet 'no container from `debian` has ended with'
docker run busybox sh -c "exit $BERTH_STUDENT_EXIT" || true
expect code not-yet 'it was made from `busybox`, not from `debian`'
docker rm "$(docker ps -lq)"
docker run debian sh -c 'exit 3' || true
expect code not-yet 'no container from `debian` has ended with'
docker run debian exit "$BERTH_STUDENT_EXIT" || true
expect code not-yet 'was asked for a program called `exit`'
docker run debian sh -c exit "$BERTH_STUDENT_EXIT"
expect code not-yet 'took only `exit` as its script'
docker run debian sh -c 'exit 4' || true
expect code not-yet 'ended with 4; it is to be'
docker run --rm debian sh -c "exit $BERTH_STUDENT_EXIT" || true
expect code not-yet 'but it has been removed'

expect nosuch not-yet 'has been asked for'
docker run debian no-such-program || true
expect nosuch not-yet 'was asked for `no-such-program`'
docker run busybox "$BERTH_STUDENT_PROGRAM" || true
expect nosuch not-yet 'the image was `busybox`, not `debian`'

expect holder not-yet 'no id is known yet'
answer holder "$BERTH_STUDENT_DICE"
expect holder not-yet 'is the name of a container; what we ask for is its id'
answer holder "$(docker image ls -q debian)"
expect holder not-yet 'there is no container from `debian` with the id'
answer holder "$(docker ps -aq --filter ancestor=debian | head -n 1 | cut -c 1-4)"
expect holder not-yet 'is the beginning of an id at most'
# A host name is not an id.
docker run --hostname not-an-id debian true
answer holder not-an-id
expect holder not-yet 'there is no container from `debian` with the id `not-an-id`'
docker run busybox true
answer holder "$(docker ps -lq)"
expect holder not-yet 'is a container from `busybox`, so it does not need `debian`'

docker rm -f $(docker ps -aq)
docker image rm debian
expect code beyond-repair 'the image `debian` is not on this machine'
expect nosuch beyond-repair 'the image `debian` is not on this machine'
