docker run -d --name "$BERTH_STUDENT_WEB" -p 8260:80 nginx
docker run -d --name "$BERTH_STUDENT_OTHER" -p 8261:80 nginx
iptables -t nat -vnL DOCKER | grep 'dpt:8260 to:172.17.0.*:80'
# A web server that has just been started refuses for a moment.
curl -s --retry 20 --retry-delay 1 --retry-connrefused 172.17.0.1:8261
curl -s --retry 20 --retry-delay 1 --retry-connrefused 172.17.0.1:8260

[ "$(cat /proc/sys/net/ipv4/ip_forward)" = 1 ]
sysctl -w net.ipv4.ip_forward=0
curl -s -m 2 172.17.0.1:8260 | grep title
passed stopped
sysctl -w net.ipv4.ip_forward=1
passed again

iptables -I DOCKER-USER -p tcp -d "$(docker exec "$BERTH_STUDENT_WEB" hostname -I | tr -d ' ')" --dport 80 -j REJECT
passed keep-out
curl -s 172.17.0.1:8260 | grep title
iptables -F DOCKER-USER
ip link | grep "^$(docker exec "$BERTH_STUDENT_WEB" cat /sys/class/net/eth0/iflink): veth"

docker network create "$BERTH_STUDENT_NET"
docker run -d --name "$BERTH_STUDENT_LEFT" --network "$BERTH_STUDENT_NET" --network-alias "$BERTH_STUDENT_WORD" nginx
docker run -d --name "$BERTH_STUDENT_RIGHT" --network "$BERTH_STUDENT_NET" --network-alias "$BERTH_STUDENT_WORD" nginx
passed alias
[ "$(docker run --rm --network "$BERTH_STUDENT_NET" busybox nslookup "$BERTH_STUDENT_WORD" 127.0.0.11 | grep -c '^Address.*172')" = 2 ]

docker rm -f "$BERTH_STUDENT_WEB" "$BERTH_STUDENT_OTHER" "$BERTH_STUDENT_LEFT" "$BERTH_STUDENT_RIGHT"
docker network rm "$BERTH_STUDENT_NET"
