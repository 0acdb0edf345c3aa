# A right way through the lesson, as a student would type it. What `passed`, `answer` and `expect` mean is in docs/lesson-authoring.md.

docker run debian echo "hello, $BERTH_STUDENT_WORD"
passed greet

[ -z "$(docker ps -q)" ]
docker ps -a | grep "Exited (0)"
answer given "$(docker ps -lq --format '{{.Names}}')"
passed given

docker run debian sleep 3
docker run debian sleep "$BERTH_STUDENT_SECONDS"
passed lasting

docker run debian cp /bin/bash "/$BERTH_STUDENT_WORD"
! ls "/$BERTH_STUDENT_WORD"
! docker run debian ls "/$BERTH_STUDENT_WORD"
docker ps -as | grep "1\.[0-9]*MB (virtual "

docker run --name "$BERTH_STUDENT_BOX" debian echo "first try"
code=0; refusal=$(docker run --name "$BERTH_STUDENT_BOX" debian echo "second try" 2>&1) || code=$?
[ $code = 125 ]
[[ $refusal == *"The container name \"/$BERTH_STUDENT_BOX\" is already in use by container"* ]]
docker rm "$BERTH_STUDENT_BOX"
docker run --name "$BERTH_STUDENT_BOX" busybox echo "bye, $BERTH_STUDENT_WORD"
passed replaced

expect tidy not-yet 'containers that are left: 6'
docker rm $(docker ps -aq)
passed tidy
