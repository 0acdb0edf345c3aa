one_machine
passed one

on vm2 "docker network create $BERTH_STUDENT_NET; docker run -d --name $three --network $BERTH_STUDENT_NET -e DBHOST=$first webapp"
until on vm2 docker logs "$three" 2>&1 | grep 'could not translate host name'; do sleep 0.3; done
on vm2 docker rm -f "$three"
on vm2 docker network rm "$BERTH_STUDENT_NET"

ping -c 1 vm3
own_database
passed database
move
passed moved

second_machine
passed two
[ "$(on vm3 "docker exec $db psql -U shop -d visits -Atc 'select count(distinct host) from visits'")" = 4 ]

docker kill "$door" "$one" "$two"
on vm2 "curl -s localhost:8088/" | grep 'status: Success'
docker start "$one" "$two" "$door"
on vm3 "curl -s --retry 20 --retry-delay 1 --retry-all-errors vm1:8088/$BERTH_STUDENT_LAST vm2:8088/$BERTH_STUDENT_LAST"
passed visitor

docker rm -f -v "$door" "$one" "$two"
docker network rm "$BERTH_STUDENT_NET"
docker image rm "$BERTH_STUDENT_IMAGE"
