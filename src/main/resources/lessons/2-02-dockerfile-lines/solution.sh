mkdir -p ~/board/pages ~/base ~/child/pages
cd ~/board
printf '<title>Notice board</title>\n<h1>%s</h1>\n' "$BERTH_STUDENT_WORD" >pages/index.html
server='CMD ["httpd", "-f", "-v", "-p", "8080"]\n'
lines() { printf "FROM busybox\n$1$server" >Dockerfile; }
lines 'WORKDIR /srv\nCOPY pages/ .\n'
docker build -t "$BERTH_STUDENT_SITE:first" ~/board
docker run -d --name "$BERTH_STUDENT_BOOK" "$BERTH_STUDENT_SITE:first"
until docker exec "$BERTH_STUDENT_BOOK" wget -qO- localhost:8080/index.html | grep "$BERTH_STUDENT_WORD"; do sleep 0.1; done
[ "$(docker exec "$BERTH_STUDENT_BOOK" pwd)" = /srv ]
[ "$(docker exec "$BERTH_STUDENT_BOOK" ls)" = index.html ]
docker rm -f "$BERTH_STUDENT_BOOK"

lines 'WORKDIR /srv\nCOPY pages/ .\nRUN date > built.txt\n'
docker build -t "$BERTH_STUDENT_SITE:run" ~/board
built=$(docker run --rm "$BERTH_STUDENT_SITE:run" cat built.txt)
until [ "$(date)" != "$built" ]; do sleep 0.1; done
docker build -t "$BERTH_STUDENT_SITE:run" ~/board | grep 'Using cache'
[ "$(docker run --rm "$BERTH_STUDENT_SITE:run" cat built.txt)" = "$built" ]
printf 'FROM busybox\nWORKDIR /srv\nRUN cd /tmp\nRUN pwd\n' >trial.Dockerfile
docker build --no-cache -t "$BERTH_STUDENT_SITE:trial" -f trial.Dockerfile . | grep '^/srv$'
printf 'FROM busybox\nRUN ls /nowhere; echo done > state.txt\n' >trial.Dockerfile
docker build -t "$BERTH_STUDENT_SITE:trial" -f trial.Dockerfile . | grep 'Successfully built'
printf 'FROM busybox\nSHELL ["/bin/sh", "-e", "-c"]\nRUN ls /nowhere; echo done > state.txt\n' >trial.Dockerfile
(docker build --force-rm -f trial.Dockerfile . || true) 2>&1 | grep "The command '/bin/sh -e -c ls /nowhere; echo done > state.txt' returned a non-zero code: 1"

lines 'WORKDIR /srv\nARG QUAY=none\nENV HARBOUR=north\nRUN echo "$HARBOUR, quay $QUAY" > place.txt\nCOPY pages/ .\n'
docker build -t "$BERTH_STUDENT_SITE:args" ~/board
[ "$(docker run --rm "$BERTH_STUDENT_SITE:args" cat place.txt)" = "north, quay none" ]
docker run --rm "$BERTH_STUDENT_SITE:args" env | grep HARBOUR=north
[ -z "$(docker run --rm "$BERTH_STUDENT_SITE:args" env | grep QUAY)" ]
docker run --rm -e HARBOUR=south "$BERTH_STUDENT_SITE:args" env | grep HARBOUR=south
docker build --build-arg "QUAY=$BERTH_STUDENT_QUAY" -t "$BERTH_STUDENT_SITE:args" ~/board
docker run "$BERTH_STUDENT_SITE:args" cat place.txt
passed args
docker history "$BERTH_STUDENT_SITE:args" | grep "QUAY=$BERTH_STUDENT_QUAY"

dd if=/dev/zero of=film.raw bs=1M count=12
echo "$BERTH_STUDENT_GHOST" >key.txt
printf 'FROM busybox\nWORKDIR /srv\nCOPY . .\nCMD ["httpd", "-f", "-v", "-p", "8080", \\\n     "-h", "/srv/pages"]\n' >Dockerfile
docker build -t "$BERTH_STUDENT_SITE:all" ~/board | grep 'Sending build context to Docker daemon  *12.*MB'
docker run --rm "$BERTH_STUDENT_SITE:all" cat key.txt | grep "$BERTH_STUDENT_GHOST"
printf '*.raw\nkey.txt\n' >.dockerignore
docker build -t "$BERTH_STUDENT_SITE:all" ~/board | grep 'Sending build context to Docker daemon .*kB'
docker run "$BERTH_STUDENT_SITE:all" ls
passed ignored

lines 'WORKDIR /srv\nCOPY pages/*.html ./\nCOPY --chown=www-data pages.tar.gz copied/\nADD pages.tar.gz added/\n'
tar -czf pages.tar.gz -C pages .
docker build -t "$BERTH_STUDENT_SITE:add" ~/board
[ "$(docker run --rm "$BERTH_STUDENT_SITE:add" ls added copied | tr '\n' ' ')" = "added: index.html  copied: pages.tar.gz " ]
[ "$(docker run --rm "$BERTH_STUDENT_SITE:add" stat -c %U copied/pages.tar.gz)" = www-data ]

lines 'WORKDIR /srv\nCOPY --chown=www-data pages/ .\nUSER www-data\n'
docker build -t "$BERTH_STUDENT_SITE:user" ~/board
docker run --rm "$BERTH_STUDENT_SITE:user" id | grep '(www-data)'
docker run --rm "$BERTH_STUDENT_SITE:user" touch new.txt 2>&1 | grep 'Permission denied'
lines 'WORKDIR /srv\nRUN mkdir guests && chown www-data guests\nCOPY --chown=www-data pages/ .\nUSER www-data\n'
docker build -t "$BERTH_STUDENT_SITE:user" ~/board
docker run -d --name "$BERTH_STUDENT_GUEST" "$BERTH_STUDENT_SITE:user"
docker exec "$BERTH_STUDENT_GUEST" sh -c "echo $BERTH_STUDENT_GUEST > guests/book.txt"
passed owner

lines 'WORKDIR /srv\nRUN mkdir guests && chown www-data guests\nCOPY --chown=www-data pages/ .\nVOLUME /srv/guests\nRUN echo first guest > guests/book.txt\nUSER www-data\n'
docker build -t "$BERTH_STUDENT_SITE:volume" ~/board
docker run --rm "$BERTH_STUDENT_SITE:volume" cat guests/book.txt 2>&1 | grep 'No such file or directory'

lines 'WORKDIR /srv\nCOPY --chown=www-data pages/ .\nUSER www-data\nHEALTHCHECK --interval=2s --retries=2 \\\n    CMD wget -q -O /dev/null localhost:8080/index.html\n'
docker build -t "$BERTH_STUDENT_SITE:health" ~/board
docker run -d --name "$BERTH_STUDENT_PULSE" "$BERTH_STUDENT_SITE:health"
docker exec -u root "$BERTH_STUDENT_PULSE" rm index.html
passed sick
docker ps --filter "name=$BERTH_STUDENT_PULSE" | grep '(unhealthy)'
docker exec -u root "$BERTH_STUDENT_PULSE" sh -c "echo $BERTH_STUDENT_PULSE > index.html"
passed pulse
docker rm -f "$BERTH_STUDENT_PULSE"

lines "WORKDIR /srv\nCOPY --chown=www-data pages/ .\nUSER www-data\nSTOPSIGNAL SIGKILL\nEXPOSE 8080\nLABEL keeper=$BERTH_STUDENT_KEEPER\n"
docker build -t "$BERTH_STUDENT_SITE:stop" ~/board
docker run -d --name "$BERTH_STUDENT_BOOK" "$BERTH_STUDENT_SITE:stop"
begun=$SECONDS
docker stop "$BERTH_STUDENT_BOOK"
[ $((SECONDS - begun)) -lt 8 ]
docker image ls --filter "label=keeper=$BERTH_STUDENT_KEEPER" | grep "$BERTH_STUDENT_SITE *stop"

printf "FROM busybox\nWORKDIR /srv\nONBUILD COPY pages/ .\n$server" >~/base/Dockerfile
docker build -t "$BERTH_STUDENT_BASE" ~/base
[ -z "$(docker run --rm "$BERTH_STUDENT_BASE" ls)" ]
echo "$BERTH_STUDENT_NOTICE" >~/child/pages/index.html
echo "FROM $BERTH_STUDENT_BASE" >~/child/Dockerfile
docker build -t "$BERTH_STUDENT_CHILD" ~/child | grep '# Executing 1 build trigger$'
docker run "$BERTH_STUDENT_CHILD" cat index.html
passed child

echo "$BERTH_STUDENT_FINAL" >pages/index.html
lines "WORKDIR /srv\nRUN mkdir guests && chown www-data guests\nCOPY pages/ .\nVOLUME /srv/guests\nUSER www-data\nEXPOSE 8080\nLABEL keeper=$BERTH_STUDENT_KEEPER\nHEALTHCHECK --interval=2s --retries=2 CMD wget -q -O /dev/null localhost:8080/index.html\n"
docker build -t "$BERTH_STUDENT_SERVICE" ~/board
docker run -d --name "$BERTH_STUDENT_FINAL" "$BERTH_STUDENT_SERVICE"
passed service

docker ps -aq --filter "ancestor=$BERTH_STUDENT_SITE:args" | xargs -r docker rm
docker ps -aq --filter "ancestor=$BERTH_STUDENT_SITE:all" | xargs -r docker rm
docker ps -aq --filter "ancestor=$BERTH_STUDENT_CHILD" | xargs -r docker rm
docker rm -f -v "$BERTH_STUDENT_BOOK" "$BERTH_STUDENT_GUEST" "$BERTH_STUDENT_FINAL"
docker image rm "$BERTH_STUDENT_CHILD" "$BERTH_STUDENT_BASE" "$BERTH_STUDENT_SERVICE"
docker image ls --format '{{.Repository}}:{{.Tag}}' "$BERTH_STUDENT_SITE" | xargs -r docker image rm
