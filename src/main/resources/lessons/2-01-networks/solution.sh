docker run --name "$BERTH_STUDENT_ALONE" --network none busybox ip addr
passed alone

docker run -d --name "$BERTH_STUDENT_WEB" nginx
docker run -d --name "$BERTH_STUDENT_LOOK" busybox sleep 3600
ip addr | grep "^$(docker exec "$BERTH_STUDENT_LOOK" cat /sys/class/net/eth0/iflink): veth"
docker run -d --name "$BERTH_STUDENT_GUEST" --network host nginx
# A web server that has just been started refuses for a moment.
curl -s --retry 20 --retry-delay 1 --retry-connrefused localhost:80
passed guest
docker run --rm --network host busybox ip addr add 10.1.2.3/24 dev eth0 2>&1 | grep 'Operation not permitted'

docker run --name "$BERTH_STUDENT_FRIEND" --network "container:$BERTH_STUDENT_WEB" busybox wget -qO- localhost
passed friend

docker network create "$BERTH_STUDENT_NET"
docker run -d --name "$BERTH_STUDENT_SERVER" --network "$BERTH_STUDENT_NET" nginx
docker run --rm --network "$BERTH_STUDENT_NET" busybox sh -c "until wget -qO- $BERTH_STUDENT_SERVER; do sleep 0.2; done"
docker run --name "$BERTH_STUDENT_CALLER" --network "$BERTH_STUDENT_NET" busybox wget -qO- "$BERTH_STUDENT_SERVER"
passed name
docker run --rm busybox ping -c 1 "$BERTH_STUDENT_SERVER" 2>&1 | grep 'bad address'
docker run --rm busybox ping -c 1 -w 2 "$(docker exec "$BERTH_STUDENT_SERVER" hostname -I | tr -d " ")" | grep '100% packet loss'

docker network connect "$BERTH_STUDENT_NET" "$BERTH_STUDENT_WEB"
passed both
docker network rm "$BERTH_STUDENT_NET" 2>&1 | grep 'has active endpoints'

docker network create --internal --subnet "10.50.$BERTH_STUDENT_NUMBER.0/24" "$BERTH_STUDENT_OWN"
docker run -d --name "$BERTH_STUDENT_FIXED" --network "$BERTH_STUDENT_OWN" --ip "10.50.$BERTH_STUDENT_NUMBER.77" nginx
passed own

docker rm -f "$BERTH_STUDENT_WEB" "$BERTH_STUDENT_LOOK" "$BERTH_STUDENT_ALONE" "$BERTH_STUDENT_GUEST" "$BERTH_STUDENT_FRIEND" "$BERTH_STUDENT_SERVER" "$BERTH_STUDENT_CALLER" "$BERTH_STUDENT_FIXED"
docker network rm "$BERTH_STUDENT_NET" "$BERTH_STUDENT_OWN"
