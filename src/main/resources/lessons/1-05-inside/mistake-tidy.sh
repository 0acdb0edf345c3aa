# All is done but for the tidying up: something runs, is paused, or is left.

printf 'exit %s\n' "$BERTH_STUDENT_EXIT" | script -qec 'docker run -it debian bash' /dev/null || [ $? = "$BERTH_STUDENT_EXIT" ]
passed shell
docker run -d --name "$BERTH_STUDENT_VESSEL" debian sleep "$BERTH_STUDENT_SECONDS"
passed sleeper
printf 'exit %s\n' "$BERTH_STUDENT_LEAVE" | script -qec "docker exec -it $BERTH_STUDENT_VESSEL bash" /dev/null || [ $? = "$BERTH_STUDENT_LEAVE" ]
passed inside
answer outside "$(docker top "$BERTH_STUDENT_VESSEL" | awk 'NR == 2 { print $2 }')"
passed outside
docker exec "$BERTH_STUDENT_VESSEL" bash -c "echo $BERTH_STUDENT_WORD was here > /proc/1/fd/1"
passed speak
until_logged() { until docker logs "$BERTH_STUDENT_DESK" 2>/dev/null | grep -q "$1"; do sleep 0.1; done; }
{ echo 'seen=tomorrow; echo "left at $seen"'; until_logged 'left at tomorrow'; printf '\020\021'; } \
  | script -qec "docker run -it --name $BERTH_STUDENT_DESK debian bash" /dev/null
{ echo 'echo "back at $seen"'; until_logged 'back at tomorrow'; printf '\020\021'; } \
  | script -qec "docker attach $BERTH_STUDENT_DESK" /dev/null || [ $? = 1 ]
passed come-back
docker kill "$BERTH_STUDENT_VESSEL"
expect stop not-yet 'its exit code is not known yet'
answer code 9
expect stop not-yet '`9` is not the exit code of'
answer code 137
passed stop
docker run --rm --label "trip=$BERTH_STUDENT_TRIP" busybox sleep 1
passed vanish

expect tidy not-yet '`'"$BERTH_STUDENT_DESK"'` is still running'
docker pause "$BERTH_STUDENT_DESK"
expect tidy not-yet '`'"$BERTH_STUDENT_DESK"'` is paused'
docker rm -f "$BERTH_STUDENT_DESK"
expect tidy not-yet 'containers that are left: 2'
docker rm $(docker ps -aq)
passed tidy
docker image rm busybox
expect tidy beyond-repair 'an image was removed as well'
