address_of() { docker inspect --format '{{.NetworkSettings.IPAddress}}' "$1"; }
# A web server that has just been started refuses for a moment.
get_page() { curl -s --retry 20 --retry-delay 1 --retry-connrefused "$@"; }

docker run -d --name "$BERTH_STUDENT_SITE" nginx
passed serve
get_page "$(address_of "$BERTH_STUDENT_SITE")/$BERTH_STUDENT_PATH"
answer asker "$(docker logs "$BERTH_STUDENT_SITE" 2>/dev/null | sed -n "s|.*GET /$BERTH_STUDENT_PATH HTTP.*\"\([A-Za-z]*/[^\"]*\)\".*|\1|p")"
passed asked

docker run -d --name "$BERTH_STUDENT_SECOND" httpd
passed second

docker run -d --name "$BERTH_STUDENT_SHOP" httpd
docker exec "$BERTH_STUDENT_SHOP" sh -c "echo hello > /usr/local/apache2/htdocs/$BERTH_STUDENT_WORD.html"
get_page "$(address_of "$BERTH_STUDENT_SHOP")/$BERTH_STUDENT_WORD.html"
passed shop
