# On one machine: no database, one that has ended, too early, no door, not asked, nobody behind the door.
expect one not-yet "there is no container"
docker network create "$BERTH_STUDENT_NET"
docker run -d --name "$first" --network "$BERTH_STUDENT_NET" postgres
expect one not-yet "has ended with exit code"
docker rm -f -v "$first"
eval "$(settings "$first")"
eval "$(web "$one")"
eval "$(web "$two")"
eval "$(database "$first" --network "$BERTH_STUDENT_NET")"
expect one not-yet "\`$one\` has not found its database"
eval "$(ready "$first")"
docker rm -f "$one"
eval "$(web "$one")"
expect one not-yet "\`$two\` has not found its database"
docker rm -f "$one" "$two"
eval "$(door)"
until curl -s "localhost:8088/$BERTH_STUDENT_PATH"; do sleep 0.3; done
expect one not-yet "no answer from a web program"
docker rm -f "$door"
eval "$(web "$one")"
eval "$(web "$two")"
eval "$(door)"
expect one not-yet "not both web programs have served"
eval "$(get_pages "$BERTH_STUDENT_PATH")"
passed one

# The database: elsewhere, without settings, without its port.
eval "$(database "$db")"
expect database not-yet "is on \`vm1\`"
docker rm -f -v "$db"
on vm2 "$(database "$db")"
expect database not-yet "is on \`vm2\`"
on vm2 docker rm -f -v "$db"
on vm3 docker run -d --name "$db" -p 5432:5432 postgres
expect database not-yet "has ended with exit code"
on vm3 docker rm -f -v "$db"
on vm3 "$(database "$db")"
expect database not-yet "5432"
on vm3 docker rm -f -v "$db"
on vm3 docker run -d --name "$db" -p 5432:5432 -e "POSTGRES_PASSWORD=$BERTH_STUDENT_CODE" postgres sleep 1000
expect database not-yet "runs another program"
