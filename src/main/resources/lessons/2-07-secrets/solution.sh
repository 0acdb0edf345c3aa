mkdir -p ~/vault
printf 'FROM busybox\nARG PASSWORD\nRUN echo "$PASSWORD" | sha256sum > /licence\nCMD ["cat", "/licence"]\n' >~/vault/Dockerfile
docker build -t "$BERTH_STUDENT_APP:arg" --build-arg "PASSWORD=$BERTH_STUDENT_PASSWORD" ~/vault
[ "$(docker run --rm "$BERTH_STUDENT_APP:arg")" = "$BERTH_STUDENT_LICENCE  -" ]
[ -z "$(docker run --rm "$BERTH_STUDENT_APP:arg" env | grep PASSWORD)" ]
docker history --no-trunc "$BERTH_STUDENT_APP:arg" | grep "|1 PASSWORD=$BERTH_STUDENT_PASSWORD"

printf 'FROM busybox\nENV PASSWORD=%s\nRUN echo "$PASSWORD" | sha256sum > /licence\nCMD ["cat", "/licence"]\n' "$BERTH_STUDENT_PASSWORD" >~/vault/Dockerfile
docker build -t "$BERTH_STUDENT_APP:env" ~/vault
docker inspect --format '{{.Config.Env}}' "$BERTH_STUDENT_APP:env" | grep "PASSWORD=$BERTH_STUDENT_PASSWORD"
docker run --rm "$BERTH_STUDENT_APP:env" env | grep "PASSWORD=$BERTH_STUDENT_PASSWORD"

echo "$BERTH_STUDENT_PASSWORD" >~/vault/password
printf 'FROM busybox\nCOPY password /tmp/password\nRUN sha256sum < /tmp/password > /licence\nRUN rm /tmp/password\nCMD ["cat", "/licence"]\n' >~/vault/Dockerfile
docker build -t "$BERTH_STUDENT_APP:file" ~/vault
[ -z "$(docker history --no-trunc "$BERTH_STUDENT_APP:file" | grep "$BERTH_STUDENT_PASSWORD")" ]
docker run --rm "$BERTH_STUDENT_APP:file" ls /tmp/password 2>&1 | grep 'No such file'
mkdir -p ~/layers
docker save "$BERTH_STUDENT_APP:file" | tar -x -C ~/layers
[ "$(find ~/layers -type f -exec tar -xOf {} tmp/password ';' 2>/dev/null)" = "$BERTH_STUDENT_PASSWORD" ]

~/hunt/build.sh "$BERTH_STUDENT_SEED" "$BERTH_STUDENT_DEPOT"
answer token-first "$(docker inspect --format '{{join .Config.Env " "}}' "$BERTH_STUDENT_DEPOT:first" | sed 's/.*TOKEN=\([0-9a-f]*\).*/\1/')"
rm -r ~/layers && mkdir ~/layers
docker save "$BERTH_STUDENT_DEPOT:second" | tar -x -C ~/layers
answer token-second "$(find ~/layers -type f -exec tar -xOf {} srv/token.txt ';' 2>/dev/null)"
answer token-third "$(docker history --no-trunc "$BERTH_STUDENT_DEPOT:third" | sed -n 's/.*|1 TOKEN=\([0-9a-f]*\).*/\1/p')"
passed hunt

printf 'FROM busybox\nRUN --mount=type=secret,id=password sha256sum < /run/secrets/password > /licence\nCMD ["cat", "/licence"]\n' >~/vault/Dockerfile
DOCKER_BUILDKIT=1 docker build -t "$BERTH_STUDENT_APP:safe" --secret "id=password,src=$HOME/vault/password" ~/vault
docker run "$BERTH_STUDENT_APP:safe"
passed safe
docker history --no-trunc "$BERTH_STUDENT_APP:safe" | grep 'sha256sum < /run/secrets/password'
rm -r ~/layers && mkdir ~/layers
docker save "$BERTH_STUDENT_APP:safe" | tar -x -C ~/layers
[ -z "$(grep -r "$BERTH_STUDENT_PASSWORD" ~/layers)" ]
[ -z "$(docker run --rm "$BERTH_STUDENT_APP:safe" ls -A /run/secrets)" ]
echo another >~/vault/password
DOCKER_BUILDKIT=1 docker build --progress=plain -t "$BERTH_STUDENT_APP:again" --secret "id=password,src=$HOME/vault/password" ~/vault 2>&1 | grep CACHED
docker image rm "$BERTH_STUDENT_APP:again"
echo "$BERTH_STUDENT_PASSWORD" >~/vault/password

docker run -d --name "$BERTH_STUDENT_OPEN" -e "PASSWORD=$BERTH_STUDENT_PASSWORD" busybox sleep 600
docker inspect --format '{{.Config.Env}}' "$BERTH_STUDENT_OPEN" | grep "$BERTH_STUDENT_PASSWORD"
docker exec "$BERTH_STUDENT_OPEN" env | grep "$BERTH_STUDENT_PASSWORD"
docker run -d --name "$BERTH_STUDENT_CLOSED" -v ~/vault/password:/run/secrets/password:ro busybox sh -c 'sha256sum < /run/secrets/password; sleep 600'
passed runtime
[ -z "$(docker inspect "$BERTH_STUDENT_CLOSED" | grep "$BERTH_STUDENT_PASSWORD")" ]
docker logs "$BERTH_STUDENT_CLOSED" | grep "$BERTH_STUDENT_LICENCE"

mkdir -p ~/own
echo "$BERTH_STUDENT_USER" >~/own/user
echo "$BERTH_STUDENT_KEY" >~/own/key
buildkit "$BERTH_STUDENT_OWN" ~/own --secret "id=user,src=$HOME/own/user" --secret "id=key,src=$HOME/own/key" <<'END'
FROM busybox
RUN --mount=type=secret,id=user --mount=type=secret,id=key cat /run/secrets/user /run/secrets/key | sha256sum > /seal
CMD ["cat", "/seal"]
END
docker run "$BERTH_STUDENT_OWN"
passed own

docker rm -f "$BERTH_STUDENT_OPEN" "$BERTH_STUDENT_CLOSED"
docker ps -aq --filter "ancestor=$BERTH_STUDENT_APP:safe" | xargs -r docker rm
docker ps -aq --filter "ancestor=$BERTH_STUDENT_OWN" | xargs -r docker rm
docker image rm "$BERTH_STUDENT_OWN" "$BERTH_STUDENT_APP:safe" "$BERTH_STUDENT_APP:file" "$BERTH_STUDENT_APP:env" "$BERTH_STUDENT_APP:arg"
docker image rm "$BERTH_STUDENT_DEPOT:first" "$BERTH_STUDENT_DEPOT:second" "$BERTH_STUDENT_DEPOT:third"
rm -r ~/layers
