# The guest book: no image, as root, by commit, an older image, the folder made in the container, all of /srv, open to all, written by root, other words, no folder, not its own.
mkdir -p ~/board/pages
cd ~/board
echo page >pages/index.html
build() { printf "FROM busybox\nWORKDIR /srv\n$1\nCMD [\"httpd\", \"-f\", \"-v\", \"-p\", \"8080\"]\n" >Dockerfile && docker build -t "$BERTH_STUDENT_SITE:user" .; }
again() { docker rm -f "$BERTH_STUDENT_GUEST"; docker run -d --name "$BERTH_STUDENT_GUEST" "$@" "$BERTH_STUDENT_SITE:user"; }
book() { docker exec "$@" "$BERTH_STUDENT_GUEST" sh -c "echo $BERTH_STUDENT_GUEST > guests/book.txt"; }
expect owner not-yet "there is no image \`$BERTH_STUDENT_SITE:user\` yet"
build 'RUN mkdir guests\nCOPY pages/ .'
docker run -d --name "$BERTH_STUDENT_GUEST" "$BERTH_STUDENT_SITE:user"
book
expect owner not-yet "does not run as \`www-data\`"
docker commit --change 'USER www-data' "$BERTH_STUDENT_GUEST" "$BERTH_STUDENT_SITE:user"
again
expect owner not-yet "was written by somebody else"
docker tag busybox "$BERTH_STUDENT_SITE:user"
expect owner not-yet "does not run as \`www-data\`"
docker create --name made busybox
docker commit --change 'USER www-data' made "$BERTH_STUDENT_SITE:user"
expect owner not-yet "was not built from the Dockerfile"
build 'COPY pages/ .\nUSER www-data'
expect owner not-yet "was made from another image"
again
expect owner not-yet "there is no folder \`/srv/guests\`"
docker exec -u root "$BERTH_STUDENT_GUEST" sh -c 'mkdir guests; chown www-data guests'
book
expect owner not-yet "the folder was made in"
build 'RUN mkdir guests && chown www-data . guests\nCOPY pages/ .\nUSER www-data'
again
book
expect owner not-yet "all of \`/srv\` belongs"
build 'RUN mkdir guests\nCOPY pages/ .\nUSER www-data'
again
expect owner not-yet "\`/srv/guests\` is there, and does not belong"
book -u root
expect owner not-yet "was written by somebody else"
build 'RUN mkdir -m 777 guests\nCOPY pages/ .\nUSER www-data'
again
book
expect owner not-yet "\`/srv/guests\` is there, and does not belong"
docker rm -f "$BERTH_STUDENT_GUEST"
expect owner not-yet "there is no container \`$BERTH_STUDENT_GUEST\` yet"
build 'RUN mkdir guests && chown www-data guests\nCOPY pages/ .\nUSER www-data'
docker run -d --name "$BERTH_STUDENT_GUEST" -u root "$BERTH_STUDENT_SITE:user"
book
expect owner not-yet "does not run as \`www-data\`"
again
expect owner not-yet "nobody has written into it yet"
docker exec "$BERTH_STUDENT_GUEST" sh -c 'echo somebody > guests/book.txt'
expect owner not-yet "says something else"
