# A right way through the lesson, as a student would type it.

docker run -d --name "$BERTH_STUDENT_SHIP" debian sleep "$BERTH_STUDENT_SECONDS"
PID=$(docker inspect --format '{{.State.Pid}}' "$BERTH_STUDENT_SHIP")
passed ship

ls -l /proc/$PID/ns
ls -l /proc/$$/ns
answer uts "$(readlink /proc/$PID/ns/uts | tr -dc 0-9)"
passed compare
differ=0
for kind in cgroup ipc mnt net pid time user uts; do
  [ "$(readlink /proc/$PID/ns/$kind)" = "$(readlink /proc/$$/ns/$kind)" ] || differ=$((differ + 1))
done
[ $differ = 6 ]
answer differ $differ

lsns -p $PID
lsns -t uts
[ "$(ps -o user= -p $PID)" = root ]

# The shell with a name of its own stays until it is told to go.
mkfifo typed
unshare -u bash <typed &
exec 7>typed
echo "hostname $BERTH_STUDENT_HOST; hostname > ~/name.txt" >&7
passed own-name
[ "$(hostname)" = vm1 ]
exec 7>&-
wait

[ "$(nsenter -t $PID -u hostname)" = "$(docker exec "$BERTH_STUDENT_SHIP" hostname)" ]
if docker run --rm debian ip addr; then exit 1; fi
nsenter -t $PID -n ip addr | grep 172.
nsenter -t $PID -n sleep "$BERTH_STUDENT_VISIT" &
passed visitor
nsenter -t $PID -m -u -i -n -p -C ps aux

docker run -d --name "$BERTH_STUDENT_MATE" --network "container:$BERTH_STUDENT_SHIP" debian sleep "$BERTH_STUDENT_SECONDS"
MATE=$(docker inspect --format '{{.State.Pid}}' "$BERTH_STUDENT_MATE")
[ "$(readlink /proc/$PID/ns/net)" = "$(readlink /proc/$MATE/ns/net)" ]
[ "$(readlink /proc/$PID/ns/uts)" != "$(readlink /proc/$MATE/ns/uts)" ]
passed pair

unshare -n sleep "$BERTH_STUDENT_HERMIT" &
passed hermit
unshare -n ip addr

docker rm -f "$BERTH_STUDENT_SHIP" "$BERTH_STUDENT_MATE"
pkill -f "sleep ($BERTH_STUDENT_VISIT|$BERTH_STUDENT_HERMIT)"
wait || true
