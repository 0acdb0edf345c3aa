# The pages: elsewhere, from the image of the course, the database too early, not asked for again, another database.
store 'FROM postgres' "ENV POSTGRES_USER=$BERTH_STUDENT_USER POSTGRES_PASSWORD=$BERTH_STUDENT_PASSWORD POSTGRES_DB=visits"
site 'FROM webapp' "ENV DBHOST=$BERTH_STUDENT_DB DBNAME=visits DBUSER=$BERTH_STUDENT_USER DBPASS=$BERTH_STUDENT_PASSWORD"
passed built
expect fails not-yet "there is no container"
run "$BERTH_STUDENT_WEB" --network "$network" -p 8085:80 webapp
expect fails not-yet "was made from \`webapp\`"
run "$BERTH_STUDENT_WEB" -p 8085:80 "$BERTH_STUDENT_SITE"
expect fails not-yet "is not on the network"
run "$BERTH_STUDENT_WEB" --network "$network" -p 8086:80 "$BERTH_STUDENT_SITE"
expect fails not-yet "published port"
run "$BERTH_STUDENT_WEB" --network "$network" -p 8085:80 "$BERTH_STUDENT_SITE" sh -c 'exit 3'
expect fails not-yet "exit code \`3\`"
run "$BERTH_STUDENT_DB" --network "$network" "$BERTH_STUDENT_STORE"
ready "$BERTH_STUDENT_DB"
run "$BERTH_STUDENT_WEB" --network "$network" -p 8085:80 "$BERTH_STUDENT_SITE"
expect fails not-yet "the database was there when"
docker rm -f -v "$BERTH_STUDENT_DB"
run "$BERTH_STUDENT_WEB" --network "$network" -p 8085:80 "$BERTH_STUDENT_SITE"
expect fails not-yet "nobody has opened its page yet"
open_page 8085 Fail
passed fails

expect writes not-yet "there is no container"
run "$BERTH_STUDENT_DB" --network "$network" -e POSTGRES_PASSWORD=x postgres
expect writes not-yet "was made from \`postgres\`"
run "$BERTH_STUDENT_DB" "$BERTH_STUDENT_STORE"
expect writes not-yet "is not on the network"
run "$BERTH_STUDENT_DB" --network "$network" "$BERTH_STUDENT_STORE" false
expect writes not-yet "exit code \`1\`"
run "$BERTH_STUDENT_DB" --network "$network" "$BERTH_STUDENT_STORE"
expect writes not-yet "has not asked for it since"
ready "$BERTH_STUDENT_DB"
docker stop "$BERTH_STUDENT_WEB"
expect writes not-yet "has ended with exit code"
docker start "$BERTH_STUDENT_WEB"
expect writes not-yet "nobody has opened its page since"
open_page 8085 Success
passed writes

address() { docker inspect --format "{{(index .NetworkSettings.Networks \"$network\").IPAddress}}" "$1"; }
expect address not-yet "no address has been typed yet"
answer address "$(address "$BERTH_STUDENT_WEB")"
expect address not-yet "the address of \`$BERTH_STUDENT_WEB\`"
answer address "$(address "$BERTH_STUDENT_DB")/16"
expect address not-yet "without the \`/\`"
answer address 10.0.0.1
expect address not-yet "this is not the address"
docker stop "$BERTH_STUDENT_DB"
expect address not-yet "does not run"
docker start "$BERTH_STUDENT_DB"

second() { run "$BERTH_STUDENT_SECOND" -p 8086:80 "$@"; }
expect own not-yet "there is no container \`$BERTH_STUDENT_OTHER\` yet"
run "$BERTH_STUDENT_OTHER" --network "$network" -e POSTGRES_PASSWORD=x postgres
expect own not-yet "was made from \`postgres\`"
run "$BERTH_STUDENT_OTHER" "$BERTH_STUDENT_STORE"
expect own not-yet "is not on the network"
run "$BERTH_STUDENT_OTHER" --network "$network" "$BERTH_STUDENT_STORE"
second --network "$network" webapp
expect own not-yet "was made from \`webapp\`"
second "$BERTH_STUDENT_SITE"
expect own not-yet "is not on the network"
ready "$BERTH_STUDENT_DB"
second --network "$network" "$BERTH_STUDENT_SITE"
expect own not-yet "does not have \`DBHOST=$BERTH_STUDENT_OTHER\`"
docker stop "$BERTH_STUDENT_OTHER"
second --network "$network" -e "DBHOST=$BERTH_STUDENT_OTHER" "$BERTH_STUDENT_SITE"
docker start "$BERTH_STUDENT_OTHER"
open_page 8086 Fail
expect own not-yet "was not ready when"
ready "$BERTH_STUDENT_OTHER"
docker restart "$BERTH_STUDENT_SECOND"
expect own not-yet "nobody has opened its page yet"
