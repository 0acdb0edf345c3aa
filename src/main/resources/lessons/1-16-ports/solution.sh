# A web server that has just been started refuses for a moment.
get_page() { curl -s --retry 20 --retry-delay 1 --retry-connrefused "$@"; }

docker run -d --name "$BERTH_STUDENT_WEB" -p 8080:80 nginx
get_page localhost:8080
passed open

docker run -d --name "$BERTH_STUDENT_RIVAL" -p 8080:80 nginx 2>&1 | grep 'Bind for 0.0.0.0:8080 failed: port is already allocated'
docker rm "$BERTH_STUDENT_RIVAL"
docker run -d --name "$BERTH_STUDENT_RIVAL" -p "$BERTH_STUDENT_PORT:80" nginx
passed beside

docker run -d --name "$BERTH_STUDENT_ANY" -p 80 nginx
answer chosen "$(docker port "$BERTH_STUDENT_ANY" 80 | sed -n '1s/.*://p')"
passed chosen

answer goal "$(iptables -t nat -vnL DOCKER | sed -n 's/.*dpt:8080 to:\(.*\):80$/\1/p')"
passed where

docker run -d --name "$BERTH_STUDENT_INNER" -p "127.0.0.1:$BERTH_STUDENT_DOOR:80" httpd
docker exec "$BERTH_STUDENT_INNER" sh -c "echo hello > /usr/local/apache2/htdocs/$BERTH_STUDENT_WORD.html"
get_page "localhost:$BERTH_STUDENT_DOOR/$BERTH_STUDENT_WORD.html"
passed inner

docker rm -f "$BERTH_STUDENT_WEB" "$BERTH_STUDENT_RIVAL" "$BERTH_STUDENT_ANY" "$BERTH_STUDENT_INNER"
