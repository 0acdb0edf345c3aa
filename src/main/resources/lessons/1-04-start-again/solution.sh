# A right way through the lesson, as a student would type it. What `passed`, `answer` and `expect` mean is in docs/lesson-authoring.md.

docker run -d --name "$BERTH_STUDENT_DICE" debian shuf -i 1000-9999 -n 1
docker wait "$BERTH_STUDENT_DICE"
expect listen not-yet 'a number that is not known here yet'
answer rolled "$(docker logs "$BERTH_STUDENT_DICE")"
passed listen

[ "$(docker start "$BERTH_STUDENT_DICE")" = "$BERTH_STUDENT_DICE" ]
docker wait "$BERTH_STUDENT_DICE"
expect again not-yet 'the second number is not known yet'
answer second "$(docker logs "$BERTH_STUDENT_DICE" | sed -n 2p)"
passed again

docker run -d --name "$BERTH_STUDENT_COUNTER" debian sh -c 'for n in $(seq 20); do echo "step $n of 20"; sleep 1; done; shuf -i 1000-9999 -n 1'
docker logs -f "$BERTH_STUDENT_COUNTER" | { read -r line; [ "$line" = "step 1 of 20" ]; }
docker ps | grep "$BERTH_STUDENT_COUNTER"
expect follow not-yet 'its last line is not there yet'
answer last "$(docker logs -f "$BERTH_STUDENT_COUNTER" | tail -n 1)"
passed follow

docker run debian date
code=0; docker run debian ls /nowhere || code=$?
[ $code = 2 ]
code=0; docker run debian sh -c 'exit 3' || code=$?
[ $code = 3 ]
docker ps -a | grep 'Exited (3)'
docker run debian sh -c "exit $BERTH_STUDENT_EXIT" || true
passed code

code=0; docker run debian "$BERTH_STUDENT_PROGRAM" || code=$?
[ $code = 127 ]
passed nosuch
code=0; docker run "$BERTH_STUDENT_PROGRAM" || code=$?
[ $code = 125 ]

docker image ls
code=0; refusal=$(docker image rm debian 2>&1) || code=$?
[ $code = 1 ]
[[ $refusal == *'conflict: unable to remove repository reference "debian" (must force) - container '*' is using its referenced image '* ]]
answer holder "$(sed 's/.* container \([0-9a-f]*\) .*/\1/' <<<"$refusal")"
passed holder
refusal=$(docker image rm "$(docker image ls -q debian)" 2>&1) || true
[[ $refusal == *'(must be forced) - image is being used by stopped container '* ]]

docker rm "$BERTH_STUDENT_DICE" "$BERTH_STUDENT_COUNTER"
