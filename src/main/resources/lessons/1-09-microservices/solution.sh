# A right way through the lesson, as a student would type it. What `passed`, `answer` and `expect` mean is in docs/lesson-authoring.md.

# Asked until it listens.
page() {
  local address
  address=$(docker inspect --format '{{.NetworkSettings.IPAddress}}' "$1")
  until curl -s "http://$address/"; do sleep 0.1; done
}

docker run -d --name "$BERTH_STUDENT_SHOP" -e DBHOST=127.0.0.1 webapp
answer status "$(page "$BERTH_STUDENT_SHOP" | sed -n 's/.*Writing to DB status: \([A-Za-z]*\).*/\1/p')"
passed degraded
docker logs "$BERTH_STUDENT_SHOP"

docker run -d --name "$BERTH_STUDENT_LEFT" -e DBHOST=127.0.0.1 webapp
docker run -d --name "$BERTH_STUDENT_RIGHT" -e DBHOST=127.0.0.1 webapp
docker stop "$BERTH_STUDENT_LEFT"
answer served "$(page "$BERTH_STUDENT_RIGHT" | sed -n 's/.*Serving host \([0-9a-z]*\).*/\1/p')"
passed copies

curl -s -o /dev/null -w '%{time_total}\n' "http://$(docker inspect --format '{{.NetworkSettings.IPAddress}}' "$BERTH_STUDENT_SHOP")/"
answer wait $((BERTH_STUDENT_CALLS * 10))
passed slow
answer missing $((BERTH_STUDENT_PARTS * 10))
passed down
answer fits 0,2
passed reasons

docker rm -f "$BERTH_STUDENT_SHOP" "$BERTH_STUDENT_LEFT" "$BERTH_STUDENT_RIGHT"
