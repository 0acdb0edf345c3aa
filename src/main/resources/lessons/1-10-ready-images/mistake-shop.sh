# The shop: another image, the page missing, misspelt, or asked of another container.
address_of() { docker inspect --format '{{.NetworkSettings.IPAddress}}' "$1"; }
get_page() { curl -s --retry 20 --retry-delay 1 --retry-connrefused "$@"; }

expect second not-yet "there is no container \`$BERTH_STUDENT_SECOND\` yet"
expect shop not-yet "there is no container \`$BERTH_STUDENT_SHOP\` yet"
docker run -d --name "$BERTH_STUDENT_SECOND" nginx
expect second not-yet "this task wants the web server of \`httpd\`"
docker rm -f "$BERTH_STUDENT_SECOND"
docker run --name "$BERTH_STUDENT_SECOND" httpd >/dev/null 2>&1 &
expect second not-yet "keeps your terminal"
docker stop "$BERTH_STUDENT_SECOND"
expect second not-yet "has ended"
docker rm "$BERTH_STUDENT_SECOND"
docker run -d --name "$BERTH_STUDENT_SECOND" httpd
passed second
docker run -d --name "$BERTH_STUDENT_SITE" nginx
docker exec "$BERTH_STUDENT_SITE" sh -c "echo hello > /usr/share/nginx/html/$BERTH_STUDENT_WORD.html"
get_page "$(address_of "$BERTH_STUDENT_SITE")/$BERTH_STUDENT_WORD.html"
expect shop not-yet "it was \`$BERTH_STUDENT_SITE\` that was asked"
docker rm -f "$BERTH_STUDENT_SITE"
docker exec "$BERTH_STUDENT_SECOND" sh -c "echo hello > /usr/local/apache2/htdocs/$BERTH_STUDENT_WORD.html"
get_page "$(address_of "$BERTH_STUDENT_SECOND")/$BERTH_STUDENT_WORD.html"
expect shop not-yet "it was \`$BERTH_STUDENT_SECOND\` that was asked"
docker rm -f "$BERTH_STUDENT_SECOND"

docker run -d --name "$BERTH_STUDENT_SHOP" nginx
expect shop not-yet "this task wants \`httpd\`"
docker rm -f "$BERTH_STUDENT_SHOP"
docker run -d --name "$BERTH_STUDENT_SHOP" httpd
expect shop not-yet "writes on your machine"
get_page "$(address_of "$BERTH_STUDENT_SHOP")/$BERTH_STUDENT_WORD"
expect shop not-yet "without \`.html\`"
get_page "$(address_of "$BERTH_STUDENT_SHOP")/$BERTH_STUDENT_WORD.html"
expect shop not-yet "it has no such page"
docker exec "$BERTH_STUDENT_SHOP" sh -c "echo hello > /usr/local/apache2/htdocs/$BERTH_STUDENT_WORD"
expect shop not-yet "it has no such page"
docker rm -f "$BERTH_STUDENT_SHOP"
docker run -d --name "$BERTH_STUDENT_SHOP" httpd
docker exec "$BERTH_STUDENT_SHOP" sh -c "echo hello > /usr/local/apache2/htdocs/$BERTH_STUDENT_WORD.html"
expect shop not-yet "has the page, and nobody has asked it"
docker stop "$BERTH_STUDENT_SHOP"
expect shop not-yet "does not run"
docker rm -f "$BERTH_STUDENT_SHOP"
# A line in the log by hand, without a page.
docker run -d --name "$BERTH_STUDENT_SHOP" httpd sh -c "echo '1 - - [x] \"GET /$BERTH_STUDENT_WORD.html HTTP/1.1\" 200 5'; sleep 1000"
expect shop not-yet "a command of your own"
docker rm -f "$BERTH_STUDENT_SHOP"
docker run -d --name "$BERTH_STUDENT_SHOP" httpd
docker exec "$BERTH_STUDENT_SHOP" sh -c "echo '1 - - [x] \"GET /$BERTH_STUDENT_WORD.html HTTP/1.1\" 200 5' > /proc/1/fd/1"
expect shop not-yet "writes on your machine"
