# In the wrong network, or with more namespaces than asked for.

expect visitor not-yet 'first comes:'
docker run -d --name "$BERTH_STUDENT_SHIP" debian sleep "$BERTH_STUDENT_SECONDS"
PID=$(docker inspect --format '{{.State.Pid}}' "$BERTH_STUDENT_SHIP")
passed ship
docker kill "$BERTH_STUDENT_SHIP"
expect visitor not-yet 'there is no network to go into'
expect pair not-yet 'it has no network to share'
docker start "$BERTH_STUDENT_SHIP"
PID=$(docker inspect --format '{{.State.Pid}}' "$BERTH_STUDENT_SHIP")

expect visitor not-yet 'no `sleep '"$BERTH_STUDENT_VISIT"'` runs yet'
sleep "$BERTH_STUDENT_VISIT" &
expect visitor not-yet 'in the network of your machine'
kill $!
nsenter -t $PID -u sleep "$BERTH_STUDENT_VISIT" &
expect visitor not-yet 'in the network of your machine'
kill $!
nsenter -t $PID -n -u sleep "$BERTH_STUDENT_VISIT" &
expect visitor not-yet 'other namespaces are not the machine'
kill $!
# Two kinds in place of one: every kind counts.
nsenter -t $PID -n -i sleep "$BERTH_STUDENT_VISIT" &
expect visitor not-yet 'other namespaces are not the machine'
kill $!
nsenter -t $PID -n -C sleep "$BERTH_STUDENT_VISIT" &
expect visitor not-yet 'other namespaces are not the machine'
kill $!
docker exec -d "$BERTH_STUDENT_SHIP" sleep "$BERTH_STUDENT_VISIT"
expect visitor not-yet 'with all of its namespaces'
docker restart -t 0 "$BERTH_STUDENT_SHIP"
unshare -n sleep "$BERTH_STUDENT_VISIT" &
expect visitor not-yet 'runs in another network'
kill $!

expect pair not-yet 'there is no container called'
docker create --name "$BERTH_STUDENT_MATE" debian sleep "$BERTH_STUDENT_SECONDS"
expect pair not-yet 'in state created'
docker rm "$BERTH_STUDENT_MATE"
docker run -d --name "$BERTH_STUDENT_MATE" debian sleep "$BERTH_STUDENT_SECONDS"
expect pair not-yet 'but not in the network of'
docker rm -f "$BERTH_STUDENT_MATE"
docker run -d --name other debian sleep 3000
docker run -d --name "$BERTH_STUDENT_MATE" --network container:other debian sleep "$BERTH_STUDENT_SECONDS"
expect pair not-yet 'but not in the network of'
# Both in the network of the machine: that is no network that one container lends to the other.
docker rm -f other "$BERTH_STUDENT_MATE" "$BERTH_STUDENT_SHIP"
docker run -d --name "$BERTH_STUDENT_SHIP" --network host debian sleep "$BERTH_STUDENT_SECONDS"
docker run -d --name "$BERTH_STUDENT_MATE" --network host debian sleep "$BERTH_STUDENT_SECONDS"
expect pair not-yet 'has no network of its own'
docker rm -f "$BERTH_STUDENT_MATE" "$BERTH_STUDENT_SHIP"
docker run -d --name "$BERTH_STUDENT_SHIP" debian sleep "$BERTH_STUDENT_SECONDS"

expect hermit not-yet 'no `sleep '"$BERTH_STUDENT_HERMIT"'` runs yet'
sleep "$BERTH_STUDENT_HERMIT" &
expect hermit not-yet 'runs in the network of your machine'
kill $!
unshare -u sleep "$BERTH_STUDENT_HERMIT" &
expect hermit not-yet 'but the network of the machine'
kill $!
unshare -n -u sleep "$BERTH_STUDENT_HERMIT" &
expect hermit not-yet 'and more than that'
kill $!
unshare -n -i sleep "$BERTH_STUDENT_HERMIT" &
expect hermit not-yet 'and more than that'
kill $!
unshare -n -C sleep "$BERTH_STUDENT_HERMIT" &
expect hermit not-yet 'and more than that'
kill $!
PID=$(docker inspect --format '{{.State.Pid}}' "$BERTH_STUDENT_SHIP")
nsenter -t $PID -n sleep "$BERTH_STUDENT_HERMIT" &
expect hermit not-yet 'is in the network of a container'
kill $!
docker run -d --name hermit --network none debian sleep "$BERTH_STUDENT_HERMIT"
expect hermit not-yet 'has files of its own, too'
docker rm -f hermit
wait || true
