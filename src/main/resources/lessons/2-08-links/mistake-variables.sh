# Variables: no database, removed again, no link, another alias, words of one's own.
expect variables not-yet "there is no database"
docker run -d --name "$BERTH_STUDENT_DATA" redis
docker run --rm --name "$BERTH_STUDENT_WEB" --link "$BERTH_STUDENT_DATA:db" busybox env
expect variables not-yet "has been removed again"
docker run --name "$BERTH_STUDENT_WEB" busybox env
expect variables not-yet "none is from a link"
docker rm "$BERTH_STUDENT_WEB"
docker run --name "$BERTH_STUDENT_WEB" --link "$BERTH_STUDENT_DATA:cache" busybox env
expect variables not-yet "its alias is not \`db\`"
docker rm "$BERTH_STUDENT_WEB"
docker run --name "$BERTH_STUDENT_WEB" busybox echo "DB_NAME=/$BERTH_STUDENT_WEB/db DB_PORT_6379_TCP_ADDR=172."
expect variables not-yet "it is to run"
docker rm "$BERTH_STUDENT_WEB"
docker run --name "$BERTH_STUDENT_WEB" -e "DB_NAME=/$BERTH_STUDENT_WEB/db" -e DB_PORT_6379_TCP_ADDR=172.17.0.2 busybox env
expect variables not-yet "come from you, and not from a link"
