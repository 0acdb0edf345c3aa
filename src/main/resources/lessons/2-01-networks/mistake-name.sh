# By name: no network, no server, not connected, stopped, no caller, by address, from another network, removed again.
expect name not-yet "there is no network"
docker network create "$BERTH_STUDENT_NET"
expect name not-yet "there is no container \`$BERTH_STUDENT_SERVER\` yet"
docker run -d --name "$BERTH_STUDENT_SERVER" nginx
expect name not-yet "is not connected to \`$BERTH_STUDENT_NET\`"
docker network connect "$BERTH_STUDENT_NET" "$BERTH_STUDENT_SERVER"
docker stop "$BERTH_STUDENT_SERVER"
expect name not-yet "does not run at the moment"
docker start "$BERTH_STUDENT_SERVER"
docker run --rm --name "$BERTH_STUDENT_CALLER" --network "$BERTH_STUDENT_NET" busybox true
expect name not-yet "has been removed again"
docker run --name "$BERTH_STUDENT_CALLER" busybox wget -qO- "$BERTH_STUDENT_SERVER" || true
expect name not-yet "so it cannot know the name"
docker rm -f "$BERTH_STUDENT_CALLER"
address=$(docker inspect --format "{{(index .NetworkSettings.Networks \"$BERTH_STUDENT_NET\").IPAddress}}" "$BERTH_STUDENT_SERVER")
docker run --name "$BERTH_STUDENT_CALLER" --network "$BERTH_STUDENT_NET" busybox wget -qO- "$address"
expect name not-yet "it is to ask \`$BERTH_STUDENT_SERVER\` by its name"
docker rm -f "$BERTH_STUDENT_CALLER"
docker run --name "$BERTH_STUDENT_CALLER" --network "$BERTH_STUDENT_NET" busybox ping -c 1 "$BERTH_STUDENT_SERVER"
expect name not-yet "it is to ask \`$BERTH_STUDENT_SERVER\` by its name"
