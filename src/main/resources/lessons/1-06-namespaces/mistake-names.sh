# Another container, and the number of another namespace.

expect ship not-yet 'there is no container called'
expect compare not-yet 'first comes:'
docker run -d --name somebody debian sleep "$BERTH_STUDENT_SECONDS"
expect ship not-yet 'in a container called `somebody`'
docker run -d --name "$BERTH_STUDENT_SHIP" debian sleep 5000
expect ship not-yet 'runs `sleep 5000`'
docker kill "$BERTH_STUDENT_SHIP" somebody
expect ship not-yet 'is there, but in state exited'
docker rm -f somebody "$BERTH_STUDENT_SHIP"
docker run -d --name "$BERTH_STUDENT_SHIP" debian sleep "$BERTH_STUDENT_SECONDS"
passed ship

PID=$(docker inspect --format '{{.State.Pid}}' "$BERTH_STUDENT_SHIP")
expect compare not-yet 'is not known yet'
answer uts "$(readlink /proc/$$/ns/uts | tr -dc 0-9)"
expect compare not-yet 'is the `uts` namespace of your machine'
answer uts "$(readlink /proc/$PID/ns/pid | tr -dc 0-9)"
expect compare not-yet 'is the `pid` namespace of the container'
answer uts 'uts:[4026531838]'
expect compare not-yet 'is more than a number'
answer uts own
expect compare not-yet '`own` is more than a number'
answer uts 12
expect compare not-yet '`12` is not the number'
docker kill "$BERTH_STUDENT_SHIP"
expect compare not-yet 'does not run at the moment'
