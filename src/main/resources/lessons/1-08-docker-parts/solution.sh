# A right way through the lesson, as a student would type it. What `passed`, `answer` and `expect` mean is in docs/lesson-authoring.md.

docker version
docker info --format 'images: {{.Images}}, runtime: {{.DefaultRuntime}}'
ls -lL /var/run/docker.sock
strace -f -e trace=write -e signal=none docker ps 2>&1 | grep 'GET .*/containers/json HTTP'
curl -s --unix-socket /var/run/docker.sock http://localhost/version

cat > ~/api <<'END'
curl -s --unix-socket /var/run/docker.sock \
  -D ~/head -w '\n%{http_code}\n' -X "$1" \
  -H 'Content-Type: application/json' \
  -d "$3" "http://localhost$2"
END
sh ~/api POST "/containers/create?name=$BERTH_STUDENT_PROBE" '{"Image": "debian", "Entrypoint": ["echo", "'"$BERTH_STUDENT_WORD"'"]}' | tee /tmp/made
[ "$(tail -n 1 /tmp/made)" = 201 ]
docker ps -a
[ "$(sh ~/api POST "/containers/$BERTH_STUDENT_PROBE/start" | tail -n 1)" = 204 ]
docker wait "$BERTH_STUDENT_PROBE"
docker logs "$BERTH_STUDENT_PROBE"
passed by-hand

docker run -d --name "$BERTH_STUDENT_BOX" debian sleep "$BERTH_STUDENT_SECONDS"
docker start "$BERTH_STUDENT_BOX"
answer twice "$(sh ~/api POST "/containers/$BERTH_STUDENT_BOX/start" | tail -n 1)"
passed twice

docker inspect "$BERTH_STUDENT_BOX"
answer host "$(docker inspect --format '{{.Config.Hostname}}' "$BERTH_STUDENT_BOX")"
passed filled-in

docker events --filter "container=$BERTH_STUDENT_BRIEF" >/tmp/events &
watching=$!
docker run --rm --name "$BERTH_STUDENT_BRIEF" debian echo hello
# The server remembers: who began to listen too late looks there.
until past=$(docker events --since 1m --until 0s --filter "container=$BERTH_STUDENT_BRIEF") && echo "$past" | grep destroy; do sleep 0.2; done
kill $watching
answer lines "$(echo "$past" | wc -l)"
answer gone "$(echo "$past" | sed -n 's/.* container create \([0-9a-f]\{12\}\).*/\1/p')"
passed events

docker run --name "$BERTH_STUDENT_LOOSE" debian sleep "$BERTH_STUDENT_SECONDS" &
until docker ps --format '{{.Names}}' | grep -q "$BERTH_STUDENT_LOOSE"; do sleep 0.1; done
kill -9 $!
passed messenger
docker ps

sh ~/api POST "/containers/create?name=$BERTH_STUDENT_TWIN" '{"Image": "busybox", "Entrypoint": ["echo", "'"$BERTH_STUDENT_WORD"'"], "Labels": {"by": "'"$BERTH_STUDENT_MARK"'"}}'
sh ~/api POST "/containers/$BERTH_STUDENT_TWIN/start"
passed twin

docker rm -f "$BERTH_STUDENT_PROBE" "$BERTH_STUDENT_BOX" "$BERTH_STUDENT_LOOSE" "$BERTH_STUDENT_TWIN"
