# Nothing stopped: no server, another image, another port, still answering, its own command, paused.
expect stopped not-yet "there is no container \`$BERTH_STUDENT_WEB\` yet"
docker run -d --name "$BERTH_STUDENT_WEB" -p 8262:80 nginx
expect stopped not-yet "whose port 80 is published on port 8260"
docker rm -f "$BERTH_STUDENT_WEB"
docker run -d --name "$BERTH_STUDENT_WEB" -p 8260:80 nginx sleep 1000
expect stopped not-yet "whose port 80 is published on port 8260"
docker rm -f "$BERTH_STUDENT_WEB"
docker run -d --name "$BERTH_STUDENT_WEB" -p 8260:80 busybox sleep 1000
expect stopped not-yet "not a web server from \`nginx\`"
docker rm -f "$BERTH_STUDENT_WEB"
docker run -d --name "$BERTH_STUDENT_WEB" -p 127.0.0.1:8260:80 nginx
expect stopped not-yet "whose port 80 is published on port 8260"
docker rm -f "$BERTH_STUDENT_WEB"
docker run -d --name "$BERTH_STUDENT_WEB" -p 8260:80 nginx
expect stopped not-yet "port 8260 still answers from outside"
# A rule in place of the switch.
iptables -I DOCKER-USER -j DROP
expect stopped not-yet "something else stops them"
iptables -F DOCKER-USER
docker rm -f "$BERTH_STUDENT_WEB"
sysctl -w net.ipv4.ip_forward=0
docker run -d --name "$BERTH_STUDENT_WEB" -p 8260:80 nginx
docker pause "$BERTH_STUDENT_WEB"
expect stopped not-yet "does not run at the moment"
docker unpause "$BERTH_STUDENT_WEB"
sysctl -w net.ipv4.ip_forward=1
