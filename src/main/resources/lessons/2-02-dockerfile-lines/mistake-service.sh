# The whole service, one line after the other.
mkdir -p ~/board/pages
cd ~/board
echo somebody >pages/index.html
file='FROM busybox\n'
add() { file="$file$1\n"; build; }
build() { printf "${file}CMD [\"httpd\", \"-f\", \"-v\", \"-p\", \"8080\"]\n" >Dockerfile && docker build -t "$BERTH_STUDENT_SERVICE" .; }
again() { docker rm -f "$BERTH_STUDENT_FINAL"; docker run -d --name "$BERTH_STUDENT_FINAL" "$@" "$BERTH_STUDENT_SERVICE"; }
expect service not-yet "there is no image \`$BERTH_STUDENT_SERVICE\` yet"
build
expect service not-yet "does not work in \`/srv\`"
add 'WORKDIR /srv\nRUN mkdir guests\nCOPY pages/ .'
expect service not-yet "does not run as \`www-data\`"
add 'USER www-data'
expect service not-yet "does not name port 8080"
add 'EXPOSE 8080'
expect service not-yet "has no label"
add "LABEL keeper=$BERTH_STUDENT_KEEPER"
expect service not-yet "has no volume for \`/srv/guests\`"
add 'VOLUME /srv/guests'
docker run -d --name "$BERTH_STUDENT_FINAL" --health-cmd true --health-interval 1s "$BERTH_STUDENT_SERVICE"
expect service not-yet "has no \`HEALTHCHECK\` from a Dockerfile"
add 'HEALTHCHECK --interval=2s CMD true'
expect service not-yet "does not ask the server"
add 'HEALTHCHECK --interval=2s --retries=2 CMD wget -q -O /dev/null localhost:8080/index.html'
expect service not-yet "was made from another image, or before you built"
again
expect service not-yet "may not write into \`/srv/guests\`"
file=${file/mkdir guests/mkdir guests; chown www-data guests}
build
again --no-healthcheck
expect service not-yet "does not say \`$BERTH_STUDENT_FINAL\`"
docker exec -u root "$BERTH_STUDENT_FINAL" sh -c "echo $BERTH_STUDENT_FINAL > index.html"
expect service not-yet "the page was changed in"
echo "$BERTH_STUDENT_FINAL" >pages/index.html
build
docker rm -f "$BERTH_STUDENT_FINAL"
expect service not-yet "runs from it"
docker run -d --name "$BERTH_STUDENT_FINAL" --no-healthcheck "$BERTH_STUDENT_SERVICE"
expect service not-yet "runs without a health check"
again --health-interval 1h
expect service not-yet "has only just started"
again --health-cmd false --health-interval 1s --health-retries 1
expect service not-yet "is unhealthy: its health check fails"
