# What students plausibly do instead, and what they are told then.

expect shell not-yet 'no shell has been started in a container from `debian` yet'
docker run debian bash
expect shell not-yet 'your keyboard was not connected with it'
printf 'exit 3\n' | script -qec 'docker run -it debian bash' /dev/null || true
expect shell not-yet 'ended with 3; it is to be'
docker run debian bash -c "exit $BERTH_STUDENT_EXIT" || true
expect shell not-yet 'no shell with a terminal was left there'
script -qec "docker run -it debian bash -c 'exit $BERTH_STUDENT_EXIT'" /dev/null || true
expect shell not-yet 'no shell with a terminal was left there'

docker run -d --name somebody debian sleep "$BERTH_STUDENT_SECONDS"
expect sleeper not-yet 'the right program sleeps, in a container called `somebody`'
docker run -d --name "$BERTH_STUDENT_VESSEL" debian sleep 5
expect sleeper not-yet 'runs `sleep 5`'
docker rm -f somebody "$BERTH_STUDENT_VESSEL"
docker run --name "$BERTH_STUDENT_VESSEL" debian sleep "$BERTH_STUDENT_SECONDS" &
expect sleeper not-yet 'your terminal waits for it'
docker rm -f "$BERTH_STUDENT_VESSEL"
wait
docker run --name "$BERTH_STUDENT_VESSEL" debian -d sleep "$BERTH_STUDENT_SECONDS" || true
expect sleeper not-yet 'the image has no program called `-d sleep'
docker rm "$BERTH_STUDENT_VESSEL"
docker run -d --name "$BERTH_STUDENT_VESSEL" debian bash
docker wait "$BERTH_STUDENT_VESSEL"
expect sleeper not-yet 'is there, but in state exited'
docker rm "$BERTH_STUDENT_VESSEL"
expect inside not-yet 'first comes:'
docker run -d --name "$BERTH_STUDENT_VESSEL" debian sleep "$BERTH_STUDENT_SECONDS"
expect sleeper passed ''

expect inside not-yet 'nobody has been in'
docker run -d --name elsewhere debian sleep 1000
docker exec elsewhere bash
expect inside not-yet 'you were in `elsewhere`'
docker rm -f "$BERTH_STUDENT_VESSEL" elsewhere
docker run -d --name "$BERTH_STUDENT_VESSEL" busybox sleep "$BERTH_STUDENT_SECONDS"
docker exec "$BERTH_STUDENT_VESSEL" bash || true
expect inside not-yet 'is not from `debian` any more'
docker rm -f "$BERTH_STUDENT_VESSEL"
expect inside not-yet 'is not running at the moment'
docker run -d --name "$BERTH_STUDENT_VESSEL" debian sleep "$BERTH_STUDENT_SECONDS"

leave=$(mktemp -u)
{ until [ -e "$leave" ]; do sleep 0.1; done; echo exit 3; } | script -qec "docker exec -it $BERTH_STUDENT_VESSEL bash" /dev/null &
expect inside not-yet 'a `bash` is running in'
touch "$leave"
wait || true
rm "$leave"
expect inside not-yet 'ended with 3; it is to end with'
docker exec "$BERTH_STUDENT_VESSEL" bash
expect inside not-yet 'Without `-it` the shell ends at once'
# The number comes from another program than the bash that was there.
docker exec "$BERTH_STUDENT_VESSEL" sh -c "exit $BERTH_STUDENT_LEAVE" || true
expect inside not-yet '`sh -c exit '"$BERTH_STUDENT_LEAVE"'` ended with '"$BERTH_STUDENT_LEAVE"
printf 'exit %s\n' "$BERTH_STUDENT_LEAVE" | script -qec "docker exec -it $BERTH_STUDENT_VESSEL sh" /dev/null || true
expect inside not-yet '`sh` ended with '"$BERTH_STUDENT_LEAVE"
docker exec "$BERTH_STUDENT_VESSEL" bash -c "exit $BERTH_STUDENT_LEAVE" || true
expect inside not-yet '`bash -c exit '"$BERTH_STUDENT_LEAVE"'` ended with '"$BERTH_STUDENT_LEAVE"

# A shell that reads what comes through a pipe: nobody worked there.
docker exec -i "$BERTH_STUDENT_VESSEL" bash <<< "exit $BERTH_STUDENT_LEAVE" || true
expect inside not-yet 'but it had no terminal'

answer outside 1
expect outside not-yet '1 is its number inside'
answer outside 'no idea'
expect outside not-yet 'process `no idea` is not the `sleep`'

expect speak not-yet 'does not have that line yet'
docker exec "$BERTH_STUDENT_VESSEL" echo "$BERTH_STUDENT_WORD was here"
expect speak not-yet 'the log belongs to process 1'

docker run -d --name "$BERTH_STUDENT_DESK" debian sleep 60
expect come-back not-yet 'has no terminal, or no input'
docker rm -f "$BERTH_STUDENT_DESK"
docker run -t -d --name "$BERTH_STUDENT_DESK" debian bash
expect come-back not-yet 'was started without `-it`'
docker rm -f "$BERTH_STUDENT_DESK"
printf 'exit\n' | script -qec "docker run -it --name $BERTH_STUDENT_DESK debian bash" /dev/null
expect come-back not-yet 'has ended, with exit code 0'
# Somebody who attaches in a second terminal, while the first one is still there, has left nothing. A stock Docker does not tell the difference.
if [ "$(docker version --format '{{.Server.Platform.Name}}')" = Berth ]; then
  docker rm "$BERTH_STUDENT_DESK"
  attached() { docker events --since 1 --until "$(date +%s)" --filter event=attach --filter "container=$BERTH_STUDENT_DESK" --format x | wc -l; }
  docker run -d -it --name "$BERTH_STUDENT_DESK" debian bash
  for terminal in 1 2; do
    while docker inspect "$BERTH_STUDENT_DESK" >/dev/null 2>&1; do sleep 0.5; done | script -qec "docker attach $BERTH_STUDENT_DESK" /dev/null &
    until [ "$(attached)" -ge $terminal ]; do sleep 0.2; done
  done
  expect come-back not-yet 'two terminals have been at the shell'
  docker rm -f "$BERTH_STUDENT_DESK"
  wait
  printf 'exit\n' | script -qec "docker run -it --name $BERTH_STUDENT_DESK debian bash" /dev/null
fi
# Typed with care: the keys to leave by count only when what was typed is answered.
until_logged() { until docker logs "$BERTH_STUDENT_DESK" 2>/dev/null | grep -q "$1"; do sleep 0.1; done; }
attach_and_leave() {
  { echo "$1"; until_logged "$2"; printf '\020\021'; } | script -qec "docker attach $BERTH_STUDENT_DESK" /dev/null || [ $? = 1 ]
}
docker start "$BERTH_STUDENT_DESK"
attach_and_leave 'echo "seen $((40 + 2))"' 'seen 42'
expect come-back not-yet 'the one in `'"$BERTH_STUDENT_DESK"'` is another'
docker exec "$BERTH_STUDENT_DESK" true
expect come-back not-yet 'the one in `'"$BERTH_STUDENT_DESK"'` is another'
attach_and_leave 'echo "seen $((40 + 3))"' 'seen 43'
passed come-back

docker kill --signal TERM "$BERTH_STUDENT_VESSEL"
expect stop not-yet 'was sent the signal TERM, and is still running'
kill -KILL "$(docker top "$BERTH_STUDENT_VESSEL" | awk 'NR == 2 { print $2 }')"
expect stop not-yet 'was ended by KILL, but not through Docker'

docker run --rm busybox true
expect vanish not-yet 'did not have the label'
docker run --rm --label trip=somewhere busybox true
expect vanish not-yet 'its label had another value'
docker run --label "trip=$BERTH_STUDENT_TRIP" busybox true
expect vanish not-yet 'has ended, and is still there'
docker rm "$(docker ps -lq)"
expect vanish not-yet 'nobody has seen that it removed itself'
docker run -d --rm --label "trip=$BERTH_STUDENT_TRIP" --name cut-short busybox sleep 1000
docker rm -f cut-short
expect vanish not-yet 'ended with exit code 137; it is to be 0'

expect tidy not-yet 'first comes:'
docker rm -f $(docker ps -aq)
docker image rm -f debian
expect shell beyond-repair 'the image `debian` is not on this machine'
