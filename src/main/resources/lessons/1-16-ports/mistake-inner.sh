# For the machine only: open to everybody, both, another port, taken, no page, not asked, another image.
get_page() { curl -s --retry 20 --retry-delay 1 --retry-connrefused "$@"; }
inner() { docker rm -f "$BERTH_STUDENT_INNER" >/dev/null 2>&1 || true; docker run -d --name "$BERTH_STUDENT_INNER" "$@"; }
page() { docker exec "$BERTH_STUDENT_INNER" sh -c "echo hello > /usr/local/apache2/htdocs/$BERTH_STUDENT_WORD.html"; }

inner -p "$BERTH_STUDENT_DOOR:80" httpd
page
get_page "localhost:$BERTH_STUDENT_DOOR/$BERTH_STUDENT_WORD.html"
expect inner not-yet "everybody who can reach the machine"
inner -p "127.0.0.1:$BERTH_STUDENT_DOOR:80" -p 8088:80 httpd
page
get_page "localhost:$BERTH_STUDENT_DOOR/$BERTH_STUDENT_WORD.html"
expect inner not-yet "everybody who can reach the machine"
inner -p 127.0.0.1:8089:80 httpd
page
get_page "localhost:8089/$BERTH_STUDENT_WORD.html"
expect inner not-yet "does not have the published port \`127.0.0.1:$BERTH_STUDENT_DOOR:80\`"
docker run -d --name other -p "$BERTH_STUDENT_DOOR:80" httpd
inner -p "127.0.0.1:$BERTH_STUDENT_DOOR:80" httpd || true
expect inner not-yet "could not be started"
docker rm -f other
inner -p "127.0.0.1:$BERTH_STUDENT_DOOR:80" httpd
expect inner not-yet "nobody has asked it"
get_page "localhost:$BERTH_STUDENT_DOOR/$BERTH_STUDENT_WORD.html"
expect inner not-yet "it has no such page yet"
inner -p "127.0.0.1:$BERTH_STUDENT_DOOR:80" httpd sh -c "echo '1 - - [x] \"GET /$BERTH_STUDENT_WORD.html HTTP/1.1\" 200 5'; sleep 1000"
page
expect inner not-yet "a command of your own"
inner -p "127.0.0.1:$BERTH_STUDENT_DOOR:80" nginx
docker exec "$BERTH_STUDENT_INNER" sh -c "echo hello > /usr/share/nginx/html/$BERTH_STUDENT_WORD.html"
get_page "localhost:$BERTH_STUDENT_DOOR/$BERTH_STUDENT_WORD.html"
expect inner not-yet "was made from \`nginx\`"
