# A right way through the lesson, as a student would type it. What `passed`, `answer` and `expect` mean is in docs/lesson-authoring.md.

[ -z "$(docker run debian bash)" ]
seen=$(printf 'hostname\nps aux\ndocker ps\nwhoami\nhostname my-own-name\nexit %s\n' "$BERTH_STUDENT_EXIT" | script -qec 'docker run -it debian bash' /dev/null) || [ $? = "$BERTH_STUDENT_EXIT" ]
[[ $seen == *'docker: command not found'*'you must be root to change the host name'* ]]
passed shell

docker run -d --name "$BERTH_STUDENT_VESSEL" debian sleep "$BERTH_STUDENT_SECONDS"
passed sleeper

printf 'ps aux\nkill 1\nkill -9 1\nps aux\nexit %s\n' "$BERTH_STUDENT_LEAVE" | script -qec "docker exec -it $BERTH_STUDENT_VESSEL bash" /dev/null || [ $? = "$BERTH_STUDENT_LEAVE" ]
passed inside

ps -ax --forest
docker top "$BERTH_STUDENT_VESSEL"
answer outside "$(docker top "$BERTH_STUDENT_VESSEL" | awk 'NR == 2 { print $2 }')"
passed outside

[ "$(docker exec "$BERTH_STUDENT_VESSEL" echo nobody keeps this)" = "nobody keeps this" ]
[ -z "$(docker logs "$BERTH_STUDENT_VESSEL")" ]
docker exec "$BERTH_STUDENT_VESSEL" bash -c "echo $BERTH_STUDENT_WORD was here > /proc/1/fd/1"
passed speak

# Typed with care: the keys to leave by count only when the shell has answered.
until_logged() { until docker logs "$BERTH_STUDENT_DESK" 2>/dev/null | grep -q "$1"; do sleep 0.1; done; }
{ echo 'seen=tomorrow; echo "left at $seen"'; until_logged 'left at tomorrow'; printf '\020\021'; } \
  | script -qec "docker run -it --name $BERTH_STUDENT_DESK debian bash" /dev/null
{ echo 'echo "back at $seen"'; until_logged 'back at tomorrow'; printf '\020\021'; } \
  | script -qec "docker attach $BERTH_STUDENT_DESK" /dev/null || [ $? = 1 ]
passed come-back

time docker stop "$BERTH_STUDENT_VESSEL"
[ "$(docker inspect --format '{{.State.ExitCode}}' "$BERTH_STUDENT_VESSEL")" = 137 ]
answer code "$(docker inspect --format '{{.State.ExitCode}}' "$BERTH_STUDENT_VESSEL")"
passed stop

docker run --rm --label "trip=$BERTH_STUDENT_TRIP" busybox sleep 1
passed vanish

if docker rm $(docker ps -aq); then exit 1; fi
docker rm -f "$BERTH_STUDENT_DESK"
passed tidy
