# The first server: another command, another image, without -d; then the wrong page.
address_of() { docker inspect --format '{{.NetworkSettings.IPAddress}}' "$1"; }
get_page() { curl -s --retry 20 --retry-delay 1 --retry-connrefused "$@"; }

expect serve not-yet "there is no container \`$BERTH_STUDENT_SITE\` yet"
docker run -d --name "$BERTH_STUDENT_SITE" httpd
expect serve not-yet "httpd"
docker rm -f "$BERTH_STUDENT_SITE"
docker run -d --name "$BERTH_STUDENT_SITE" nginx sleep 1000
expect serve not-yet "a command of your own"
docker rm -f "$BERTH_STUDENT_SITE"
docker run --name "$BERTH_STUDENT_SITE" nginx >/dev/null 2>&1 &
expect serve not-yet "keeps your terminal"
docker stop "$BERTH_STUDENT_SITE"
expect serve not-yet "has ended"
docker rm -f "$BERTH_STUDENT_SITE"

docker run -d --name "$BERTH_STUDENT_SITE" nginx
passed serve
expect asked not-yet "nobody has asked"
get_page "$(address_of "$BERTH_STUDENT_SITE")"
expect asked not-yet "asked for its first page"
get_page "$(address_of "$BERTH_STUDENT_SITE")/index.html"
expect asked not-yet "but not for"
# By hand in place of a question; asked, and the log not read, or not exactly.
docker exec "$BERTH_STUDENT_SITE" sh -c "echo 'GET /$BERTH_STUDENT_PATH HTTP/1.1 404' > /proc/1/fd/1"
expect asked not-yet "but not for"
docker exec "$BERTH_STUDENT_SITE" sh -c "echo '1 - - [x] \"GET /$BERTH_STUDENT_PATH HTTP/1.1\" 404 1' > /proc/1/fd/1"
expect asked not-yet "type the program that asked"
get_page "$(address_of "$BERTH_STUDENT_SITE")/$BERTH_STUDENT_PATH"
expect asked not-yet "type the program that asked"
answer asker nginx
expect asked not-yet "is called differently"
answer asker -
expect asked not-yet "is called differently"
answer asker curl
expect asked not-yet "is called differently"
