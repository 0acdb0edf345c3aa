# The page: a name in place of a path, a file that was not changed, a file in the container, another folder, a change that nobody has asked for.
get_page() { curl -s --retry 20 --retry-delay 1 --retry-connrefused "$@"; }
address() { docker inspect --format '{{.NetworkSettings.IPAddress}}' "$BERTH_STUDENT_SITE"; }
write_page() { echo "$1" >~/"$BERTH_STUDENT_PAGES"/index.html; }
first_page='the first page of my own web server'

expect page not-yet "there is no file"
mkdir -p ~/"$BERTH_STUDENT_PAGES"
write_page "$first_page"
expect page not-yet "no container \`$BERTH_STUDENT_SITE\` runs"
docker run -d --name "$BERTH_STUDENT_SITE" -v "$BERTH_STUDENT_PAGES:/usr/share/nginx/html" nginx
get_page "$(address)"
expect page not-yet "not your folder"
docker rm -f "$BERTH_STUDENT_SITE"
docker run -d --name "$BERTH_STUDENT_SITE" -v ~:/usr/share/nginx/html nginx
expect page not-yet "does not have your folder"
docker rm -f "$BERTH_STUDENT_SITE"
docker run -d --name "$BERTH_STUDENT_SITE" nginx
docker exec "$BERTH_STUDENT_SITE" sh -c "echo $BERTH_STUDENT_WORD > /usr/share/nginx/html/index.html"
get_page "$(address)"
expect page not-yet "does not have your folder"
write_page "$BERTH_STUDENT_WORD"
expect page not-yet "does not have your folder"
docker rm -f "$BERTH_STUDENT_SITE"
write_page "$first_page"
docker run -d --name "$BERTH_STUDENT_SITE" -v ~/"$BERTH_STUDENT_PAGES":/usr/share/nginx/html nginx
get_page "$(address)"
expect page not-yet "is not in the file yet"
write_page "$BERTH_STUDENT_WORD"
expect page not-yet "nobody has asked"
docker restart "$BERTH_STUDENT_SITE"
expect page not-yet "nobody has asked"
