# Another's network: none to share, the machine's, another container's, another command, removed again.
expect friend not-yet "whose network could be shared"
docker run -d --name "$BERTH_STUDENT_WEB" nginx
docker run --rm --name "$BERTH_STUDENT_FRIEND" --network "container:$BERTH_STUDENT_WEB" busybox true
expect friend not-yet "has been removed again"
address=$(docker inspect --format '{{.NetworkSettings.IPAddress}}' "$BERTH_STUDENT_WEB")
curl -s --retry 20 --retry-delay 1 --retry-connrefused "$address"
docker run --name "$BERTH_STUDENT_FRIEND" busybox wget -qO- "$address"
expect friend not-yet "its network is \`bridge\`"
docker rm -f "$BERTH_STUDENT_FRIEND"
docker run -d --name other nginx
curl -s --retry 20 --retry-delay 1 --retry-connrefused "$(docker inspect --format '{{.NetworkSettings.IPAddress}}' other)"
docker run --name "$BERTH_STUDENT_FRIEND" --network container:other busybox wget -qO- localhost
expect friend not-yet "its network is \`container:other\`"
docker rm -f "$BERTH_STUDENT_FRIEND"
docker run --name "$BERTH_STUDENT_FRIEND" --network "container:$BERTH_STUDENT_WEB" busybox wget -qO- "$address"
expect friend not-yet "ran \`wget -qO- $address\`"
docker rm -f "$BERTH_STUDENT_FRIEND"
docker run --name "$BERTH_STUDENT_FRIEND" --network "container:$BERTH_STUDENT_WEB" busybox echo 'Welcome to nginx'
expect friend not-yet "ran \`echo Welcome to nginx\`"
