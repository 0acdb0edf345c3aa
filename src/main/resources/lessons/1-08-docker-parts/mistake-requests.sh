# By the client, half of it, another word, another image, no label.

api() { curl -s --unix-socket /var/run/docker.sock -w '\n%{http_code}\n' -X "$1" -H 'Content-Type: application/json' -d "${3:-}" "http://localhost$2"; }

expect by-hand not-yet 'there is no container called'
docker run --name "$BERTH_STUDENT_PROBE" debian echo "$BERTH_STUDENT_WORD"
expect by-hand not-yet 'was started by the client'
docker rm "$BERTH_STUDENT_PROBE"
api POST "/containers/create?name=$BERTH_STUDENT_PROBE" '{"Image": "debian", "Cmd": ["echo", "'"$BERTH_STUDENT_WORD"'"]}'
expect by-hand not-yet 'is made, and not started yet'
docker rm "$BERTH_STUDENT_PROBE"
api POST "/containers/create?name=$BERTH_STUDENT_PROBE" '{"Image": "busybox", "Cmd": ["echo", "'"$BERTH_STUDENT_WORD"'"]}'
api POST "/containers/$BERTH_STUDENT_PROBE/start"
expect by-hand not-yet 'from another image than `debian`'
docker rm "$BERTH_STUDENT_PROBE"
api POST "/containers/create?name=$BERTH_STUDENT_PROBE" '{"Image": "debian", "Cmd": ["echo '"$BERTH_STUDENT_WORD"'"]}'
api POST "/containers/$BERTH_STUDENT_PROBE/start"
expect by-hand not-yet 'has exit code 127: it did not work'
docker rm "$BERTH_STUDENT_PROBE"
api POST "/containers/create?name=$BERTH_STUDENT_PROBE" '{"Image": "debian", "Cmd": ["echo", "somebody-else"]}'
api POST "/containers/$BERTH_STUDENT_PROBE/start"
expect by-hand not-yet 'has printed `somebody-else`'

expect twin not-yet 'there is no container called'
docker run --name "$BERTH_STUDENT_TWIN" --label "by=$BERTH_STUDENT_MARK" busybox echo "$BERTH_STUDENT_WORD"
expect twin not-yet 'was started by the client'
docker rm "$BERTH_STUDENT_TWIN"
api POST "/containers/create?name=$BERTH_STUDENT_TWIN" '{"Image": "debian", "Cmd": ["echo", "'"$BERTH_STUDENT_WORD"'"], "Labels": {"by": "'"$BERTH_STUDENT_MARK"'"}}'
expect twin not-yet 'from another image than `busybox`'
docker rm "$BERTH_STUDENT_TWIN"
api POST "/containers/create?name=$BERTH_STUDENT_TWIN" '{"Image": "busybox", "Cmd": ["echo", "'"$BERTH_STUDENT_WORD"'"], "Label": {"by": "'"$BERTH_STUDENT_MARK"'"}}'
expect twin not-yet 'does not have the label `by`'
docker rm "$BERTH_STUDENT_TWIN"
api POST "/containers/create?name=$BERTH_STUDENT_TWIN" '{"Image": "busybox", "Cmd": ["echo", "else"], "Labels": {"by": "'"$BERTH_STUDENT_MARK"'"}}'
expect twin not-yet 'is made, and not started yet'
api POST "/containers/$BERTH_STUDENT_TWIN/start"
expect twin not-yet 'has printed `else`'
