# The page: a name in place of a path, a file that was not changed, a file in the container.
get_page() { curl -s --retry 20 --retry-delay 1 --retry-connrefused "$@"; }
address() { docker inspect --format '{{.NetworkSettings.IPAddress}}' "$BERTH_STUDENT_SITE"; }

mkdir -p ~/"$BERTH_STUDENT_PAGES"
echo 'first page' >~/"$BERTH_STUDENT_PAGES"/index.html
docker run -d --name "$BERTH_STUDENT_SITE" -v "$BERTH_STUDENT_PAGES:/usr/share/nginx/html" nginx
get_page "$(address)"
expect page not-yet "not your folder"
docker rm -f "$BERTH_STUDENT_SITE"
docker run -d --name "$BERTH_STUDENT_SITE" -v ~/"$BERTH_STUDENT_PAGES":/usr/share/nginx/html nginx
get_page "$(address)"
expect page not-yet "first page"
docker rm -f "$BERTH_STUDENT_SITE"
docker run -d --name "$BERTH_STUDENT_SITE" nginx
docker exec "$BERTH_STUDENT_SITE" sh -c "echo $BERTH_STUDENT_WORD > /usr/share/nginx/html/index.html"
get_page "$(address)"
expect page not-yet "first page"
echo "$BERTH_STUDENT_WORD" >~/"$BERTH_STUDENT_PAGES"/index.html
expect page not-yet "$BERTH_STUDENT_SITE"
