# By the client, half of it, another word, another image, no label.

api() { curl -s --unix-socket /var/run/docker.sock -w '\n%{http_code}\n' -X "$1" -H 'Content-Type: application/json' -d "${3:-}" "http://localhost$2"; }

expect by-hand not-yet 'there is no container called'
docker run --name "$BERTH_STUDENT_PROBE" debian echo "$BERTH_STUDENT_WORD"
expect by-hand not-yet 'was made by the client'
docker rm "$BERTH_STUDENT_PROBE"
docker run -d --name "$BERTH_STUDENT_PROBE" debian echo "$BERTH_STUDENT_WORD"
expect by-hand not-yet 'was made by the client'
docker rm -f "$BERTH_STUDENT_PROBE"
docker create --name "$BERTH_STUDENT_PROBE" debian echo "$BERTH_STUDENT_WORD"
docker start "$BERTH_STUDENT_PROBE"
expect by-hand not-yet 'was made by the client'
docker rm -f "$BERTH_STUDENT_PROBE"
docker run -d --name "$BERTH_STUDENT_PROBE" --entrypoint echo debian "$BERTH_STUDENT_WORD"
expect by-hand not-yet 'was made by the client'
docker rm -f "$BERTH_STUDENT_PROBE"
docker run -d --name "$BERTH_STUDENT_PROBE" --entrypoint "echo $BERTH_STUDENT_WORD" debian || true
expect by-hand not-yet 'has exit code 127: it did not work'
docker rm "$BERTH_STUDENT_PROBE"
api POST "/containers/create?name=$BERTH_STUDENT_PROBE" '{"Image": "debian", "Entrypoint": ["echo", "'"$BERTH_STUDENT_WORD"'"]}'
expect by-hand not-yet 'is made, and not started yet'
docker rm "$BERTH_STUDENT_PROBE"
api POST "/containers/create?name=$BERTH_STUDENT_PROBE" '{"Image": "busybox", "Entrypoint": ["echo", "'"$BERTH_STUDENT_WORD"'"]}'
api POST "/containers/$BERTH_STUDENT_PROBE/start"
expect by-hand not-yet 'from another image than `debian`'
docker rm "$BERTH_STUDENT_PROBE"
api POST "/containers/create?name=$BERTH_STUDENT_PROBE" '{"Image": "debian", "Entrypoint": ["echo '"$BERTH_STUDENT_WORD"'"]}'
api POST "/containers/$BERTH_STUDENT_PROBE/start"
expect by-hand not-yet 'has exit code 127: it did not work'
docker rm "$BERTH_STUDENT_PROBE"
api POST "/containers/create?name=$BERTH_STUDENT_PROBE" '{"Image": "debian", "Entrypoint": ["echo", "somebody-else"]}'
api POST "/containers/$BERTH_STUDENT_PROBE/start"
expect by-hand not-yet 'has printed `somebody-else`'

expect twin not-yet 'there is no container called'
docker run --name "$BERTH_STUDENT_TWIN" --label "by=$BERTH_STUDENT_MARK" busybox echo "$BERTH_STUDENT_WORD"
expect twin not-yet 'was made by the client'
docker rm "$BERTH_STUDENT_TWIN"
docker run -d --name "$BERTH_STUDENT_TWIN" --label "by=$BERTH_STUDENT_MARK" busybox echo "$BERTH_STUDENT_WORD"
expect twin not-yet 'was made by the client'
docker rm -f "$BERTH_STUDENT_TWIN"
docker create --name "$BERTH_STUDENT_TWIN" --label "by=$BERTH_STUDENT_MARK" busybox echo "$BERTH_STUDENT_WORD"
docker start "$BERTH_STUDENT_TWIN"
expect twin not-yet 'was made by the client'
docker rm -f "$BERTH_STUDENT_TWIN"
docker run -d --name "$BERTH_STUDENT_TWIN" --label "by=$BERTH_STUDENT_MARK" --entrypoint "echo $BERTH_STUDENT_WORD" busybox || true
expect twin not-yet 'has exit code 127: it did not work'
docker rm "$BERTH_STUDENT_TWIN"
api POST "/containers/create?name=$BERTH_STUDENT_TWIN" '{"Image": "debian", "Entrypoint": ["echo", "'"$BERTH_STUDENT_WORD"'"], "Labels": {"by": "'"$BERTH_STUDENT_MARK"'"}}'
expect twin not-yet 'from another image than `busybox`'
docker rm "$BERTH_STUDENT_TWIN"
api POST "/containers/create?name=$BERTH_STUDENT_TWIN" '{"Image": "busybox", "Entrypoint": ["echo", "'"$BERTH_STUDENT_WORD"'"], "Label": {"by": "'"$BERTH_STUDENT_MARK"'"}}'
expect twin not-yet 'does not have the label `by`'
docker rm "$BERTH_STUDENT_TWIN"
api POST "/containers/create?name=$BERTH_STUDENT_TWIN" '{"Image": "busybox", "Entrypoint": ["echo", "else"], "Labels": {"by": "'"$BERTH_STUDENT_MARK"'"}}'
expect twin not-yet 'is made, and not started yet'
api POST "/containers/$BERTH_STUDENT_TWIN/start"
expect twin not-yet 'has printed `else`'
docker rm "$BERTH_STUDENT_TWIN" "$BERTH_STUDENT_PROBE"

# An image that brings the list: the client needs to say nothing.
docker create --name base busybox
docker commit --change "ENTRYPOINT [\"echo\", \"$BERTH_STUDENT_WORD\"]" base busybox
docker run -d --name "$BERTH_STUDENT_TWIN" --label "by=$BERTH_STUDENT_MARK" busybox
expect twin not-yet 'has what is to be printed'
docker tag busybox debian
docker run -d --name "$BERTH_STUDENT_PROBE" debian
expect by-hand not-yet 'has what is to be printed'
