# Kept out: the published port in the rule, everybody, the wrong one, stopped containers.
docker run -d --name "$BERTH_STUDENT_WEB" -p 8260:80 nginx
docker run -d --name "$BERTH_STUDENT_OTHER" -p 8261:80 nginx
sysctl -w net.ipv4.ip_forward=0
passed stopped
sysctl -w net.ipv4.ip_forward=1
passed again
iptables -I DOCKER-USER -p tcp --dport 8260 -j REJECT
expect keep-out not-yet "port 8260 still answers from outside"
iptables -I DOCKER-USER -p tcp --dport 80 -j REJECT
expect keep-out not-yet "more is stopped than should be"
iptables -F DOCKER-USER
iptables -I DOCKER-USER -p tcp -d "$(docker exec "$BERTH_STUDENT_OTHER" hostname -I | tr -d ' ')" --dport 80 -j REJECT
expect keep-out not-yet "the wrong one is stopped"
iptables -F DOCKER-USER
docker stop "$BERTH_STUDENT_WEB"
expect keep-out not-yet "port 8260 does not lead to a"
docker start "$BERTH_STUDENT_WEB"
docker stop "$BERTH_STUDENT_OTHER"
expect keep-out not-yet "\`$BERTH_STUDENT_OTHER\` does not run on port 8261"
