store 'FROM postgres' "ENV POSTGRES_USER=$BERTH_STUDENT_USER POSTGRES_PASSWORD=$BERTH_STUDENT_PASSWORD POSTGRES_DB=visits"
site 'FROM webapp' "ENV DBHOST=$BERTH_STUDENT_DB DBNAME=visits DBUSER=$BERTH_STUDENT_USER DBPASS=$BERTH_STUDENT_PASSWORD"
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
