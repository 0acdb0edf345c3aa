# The log by hand, the wrong service, the signal from outside.

docker run -d --name "$BERTH_STUDENT_WHOLE" system
expect whole passed ''
expect noted not-yet 'does not have that line yet'
docker exec "$BERTH_STUDENT_WHOLE" sh -c "echo $BERTH_STUDENT_WORD >/proc/1/fd/1"
expect noted not-yet 'is in the container'"'"'s log now'
docker rm -f "$BERTH_STUDENT_WHOLE"

docker run -d --name "$BERTH_STUDENT_WHOLE" system
docker exec "$BERTH_STUDENT_WHOLE" sh -c "echo $BERTH_STUDENT_WORD >>/var/log/syslog"
expect noted not-yet 'not in a line of its own as the log service writes it'
docker exec "$BERTH_STUDENT_WHOLE" sh -c "echo a b root: $BERTH_STUDENT_WORD >>/var/log/syslog"
expect noted not-yet 'not in a line of its own as the log service writes it'
docker exec "$BERTH_STUDENT_WHOLE" sh -c "date +%Y-%m-%dT%H:%M:%S.123456+00:00\ host\ root:\ $BERTH_STUDENT_WORD >>/var/log/syslog"
expect noted not-yet 'the log service did not write it'
docker exec "$BERTH_STUDENT_WHOLE" sh -c "echo logger $BERTH_STUDENT_WORD"
expect noted not-yet 'the log service did not write it'
docker exec -i "$BERTH_STUDENT_WHOLE" sh <<< true
expect noted not-yet 'the log service did not write it'
docker exec "$BERTH_STUDENT_WHOLE" sh -c ': >/var/log/syslog'
docker exec "$BERTH_STUDENT_WHOLE" logger something else
expect noted not-yet '`logger something else` ran in'

expect repaired not-yet 'still runs as it was started'
docker exec "$BERTH_STUDENT_WHOLE" pkill sshd
expect repaired not-yet 'but it was not `cron`'
# Somebody who prints what the init would print; then a cron that cannot be started again.
docker exec "$BERTH_STUDENT_WHOLE" sh -c 'echo service cron has ended >/proc/1/fd/1'
expect repaired not-yet 'but it was not `cron`'
# The init is to be back from the other service first: what ends while it waits for a second, it may miss.
until [ "$(docker logs "$BERTH_STUDENT_WHOLE" | grep -c 'service ssh runs')" = 2 ]; do sleep 0.1; done
docker exec "$BERTH_STUDENT_WHOLE" sh -c 'mv /usr/sbin/cron /usr/sbin/norc; pkill cron'
until docker logs "$BERTH_STUDENT_WHOLE" | grep -q 'cron has ended, process'; do sleep 0.1; done
docker exec "$BERTH_STUDENT_WHOLE" true
expect repaired not-yet 'does not run again yet'
docker stop "$BERTH_STUDENT_WHOLE"
expect repaired not-yet 'has ended as a whole'
expect noted not-yet 'there is no log service'

expect ended not-yet 'there is no container called'
docker run -d --name "$BERTH_STUDENT_WEB" nginx
expect ended not-yet 'nobody has sent it a signal from inside'
docker exec "$BERTH_STUDENT_WEB" ls
expect ended not-yet 'nobody has sent it a signal from inside'
# Somebody was inside; and the signal came from outside all the same.
kill "$(docker inspect --format '{{.State.Pid}}' "$BERTH_STUDENT_WEB")"
expect ended not-yet 'has ended, but nobody inside sent it a signal'
docker start "$BERTH_STUDENT_WEB"
kill -9 "$(docker inspect --format '{{.State.Pid}}' "$BERTH_STUDENT_WEB")"
expect ended not-yet 'has ended with exit code 137'
docker start "$BERTH_STUDENT_WEB"
docker exec "$BERTH_STUDENT_WEB" kill -0 1
expect ended not-yet '`kill -0 1` ran in'
docker stop "$BERTH_STUDENT_WEB"
expect ended not-yet 'Docker sent it the signal, from outside'
docker start "$BERTH_STUDENT_WEB"
docker kill "$BERTH_STUDENT_WEB"
expect ended not-yet 'Docker sent it the signal, from outside'
docker rm "$BERTH_STUDENT_WEB"
