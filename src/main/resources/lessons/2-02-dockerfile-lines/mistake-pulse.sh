# Health: no image, no health check, an option in its place, never unhealthy, still unhealthy, a new container.
mkdir -p ~/board/pages
cd ~/board
echo page >pages/index.html
build() { printf "FROM busybox\nWORKDIR /srv\nCOPY pages/ .\n$1\nCMD [\"httpd\", \"-f\", \"-v\", \"-p\", \"8080\"]\n" >Dockerfile && docker build -t "$BERTH_STUDENT_SITE:health" .; }
again() { docker rm -f "$BERTH_STUDENT_PULSE"; docker run -d --name "$BERTH_STUDENT_PULSE" "$@" "$BERTH_STUDENT_SITE:health"; }
expect sick not-yet "there is no image \`$BERTH_STUDENT_SITE:health\` yet"
build ''
docker run -d --name "$BERTH_STUDENT_PULSE" --health-cmd false --health-interval 1s --health-retries 1 "$BERTH_STUDENT_SITE:health"
docker exec "$BERTH_STUDENT_PULSE" rm index.html
expect sick not-yet "has no \`HEALTHCHECK\` that asks for the page"
build 'HEALTHCHECK --interval=2s --retries=2 CMD wget -q -O /dev/null localhost:8080/index.html'
again --health-interval 1h
expect sick not-yet "has only just started"
again --health-cmd false --health-interval 1s --health-retries 1
expect sick not-yet "its page is still there"
again
expect sick not-yet "is healthy"
docker exec "$BERTH_STUDENT_PULSE" rm index.html
passed sick
expect pulse not-yet "is unhealthy: it does not find its page"
docker kill "$BERTH_STUDENT_PULSE"
expect pulse not-yet "does not run"
docker start "$BERTH_STUDENT_PULSE"
docker exec "$BERTH_STUDENT_PULSE" sh -c 'echo somebody > index.html'
expect pulse not-yet "and its page does not say"
again
expect pulse not-yet "and its page does not say"
