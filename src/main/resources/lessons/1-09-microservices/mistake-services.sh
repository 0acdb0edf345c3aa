# Another image, a service that ended, the page of the other one.

page() {
  local address
  address=$(docker inspect --format '{{.NetworkSettings.IPAddress}}' "$1")
  until curl -s "http://$address/"; do sleep 0.1; done
}
host() { page "$1" | sed -n 's/.*Serving host \([0-9a-z]*\).*/\1/p'; }

expect degraded not-yet 'there is no container called'
docker run -d --name "$BERTH_STUDENT_SHOP" nginx
expect degraded not-yet 'from another image than `webapp`'
docker rm -f "$BERTH_STUDENT_SHOP"
docker run -d --name "$BERTH_STUDENT_SHOP" webapp sleep 600
answer status Fail
expect degraded not-yet 'has not reported that a database is missing'
docker rm -f "$BERTH_STUDENT_SHOP"
docker run -d --name "$BERTH_STUDENT_SHOP" -e DBHOST=127.0.0.1 webapp
answer status OK
expect degraded not-yet 'does not say `OK` there'
docker stop "$BERTH_STUDENT_SHOP"
expect degraded not-yet 'does not run: it is exited'

expect copies not-yet "there is no container \`$BERTH_STUDENT_LEFT\`"
docker create --name "$BERTH_STUDENT_LEFT" -e DBHOST=127.0.0.1 webapp
expect copies not-yet "there is no container \`$BERTH_STUDENT_RIGHT\`"
docker run -d --name "$BERTH_STUDENT_RIGHT" -e DBHOST=127.0.0.1 webapp
expect copies not-yet 'has never run'
docker start "$BERTH_STUDENT_LEFT"
expect copies not-yet 'is to be stopped'
served=$(host "$BERTH_STUDENT_LEFT")
docker stop "$BERTH_STUDENT_RIGHT"
expect copies not-yet 'is to serve on, but it is exited'
docker start "$BERTH_STUDENT_RIGHT"
docker stop "$BERTH_STUDENT_LEFT"
expect copies not-yet 'you have not typed yet under which host name'
answer served "$served"
expect copies not-yet 'which has ended; ask'
answer served "$BERTH_STUDENT_RIGHT"
expect copies not-yet 'the page tells its host name'
answer served vm1
expect copies not-yet '`vm1` is not the host that serves'
docker start "$BERTH_STUDENT_SHOP"
answer served "$(host "$BERTH_STUDENT_SHOP")"
expect copies not-yet 'whose address is still in `$shop`'
