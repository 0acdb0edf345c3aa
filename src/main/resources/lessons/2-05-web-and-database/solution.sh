# The web program answers when it has asked for its database.
open_page() { until curl -s "localhost:$1" | grep "status: $2"; do sleep 0.3; done; }
ready() { until docker logs "$1" 2>&1 | tail -n 3 | grep -q 'ready to accept connections' && docker exec "$1" pg_isready -q -h 127.0.0.1; do sleep 0.3; done; }

docker network create "$BERTH_STUDENT_NET"
mkdir -p ~/stage1/db ~/stage1/web
printf 'FROM postgres\nENV POSTGRES_USER=%s POSTGRES_PASSWORD=%s POSTGRES_DB=visits\n' "$BERTH_STUDENT_USER" "$BERTH_STUDENT_PASSWORD" >~/stage1/db/Dockerfile
printf 'FROM webapp\nENV DBHOST=%s DBNAME=visits DBUSER=%s DBPASS=%s\n' "$BERTH_STUDENT_DB" "$BERTH_STUDENT_USER" "$BERTH_STUDENT_PASSWORD" >~/stage1/web/Dockerfile
docker build -t "$BERTH_STUDENT_STORE" ~/stage1/db
docker build -t "$BERTH_STUDENT_SITE" ~/stage1/web
passed built

docker run -d --name "$BERTH_STUDENT_WEB" --network "$BERTH_STUDENT_NET" -p 8085:80 "$BERTH_STUDENT_SITE"
open_page 8085 Fail
passed fails

docker run -d --name "$BERTH_STUDENT_DB" --network "$BERTH_STUDENT_NET" "$BERTH_STUDENT_STORE"
ready "$BERTH_STUDENT_DB"
curl -s localhost:8085 | grep 'status: Fail'
docker stop "$BERTH_STUDENT_WEB"
docker start "$BERTH_STUDENT_WEB"
open_page 8085 Success
passed writes

answer address "$(docker network inspect --format '{{range .Containers}}{{.Name}} {{.IPv4Address}}{{println}}{{end}}' "$BERTH_STUDENT_NET" | sed -n "s/^$BERTH_STUDENT_DB \(.*\)\/.*/\1/p")"
passed address
brctl show | grep -c veth

docker run -d --name "$BERTH_STUDENT_OTHER" --network "$BERTH_STUDENT_NET" "$BERTH_STUDENT_STORE"
ready "$BERTH_STUDENT_OTHER"
docker run -d --name "$BERTH_STUDENT_SECOND" --network "$BERTH_STUDENT_NET" -p 8086:80 -e "DBHOST=$BERTH_STUDENT_OTHER" "$BERTH_STUDENT_SITE"
open_page 8086 Success
passed own

docker rm -f -v "$BERTH_STUDENT_WEB" "$BERTH_STUDENT_DB" "$BERTH_STUDENT_SECOND" "$BERTH_STUDENT_OTHER"
docker network rm "$BERTH_STUDENT_NET"
docker image rm "$BERTH_STUDENT_SITE" "$BERTH_STUDENT_STORE"
