# The rule: an address with its port, the bridge's, another container's, the container stopped.
docker run -d --name "$BERTH_STUDENT_PLAIN" nginx
docker run -d --name "$BERTH_STUDENT_WEB" -p 8080:80 nginx
passed open
address=$(docker inspect --format '{{.NetworkSettings.IPAddress}}' "$BERTH_STUDENT_WEB")
answer goal "$address:80"
expect where not-yet "the address alone is wanted"
answer goal 172.17.0.1
expect where not-yet "the address of the machine at the bridge"
answer goal "$(docker inspect --format '{{.NetworkSettings.IPAddress}}' "$BERTH_STUDENT_PLAIN")"
expect where not-yet "leads to another address"
answer goal 8080
expect where not-yet "leads to another address"
docker stop "$BERTH_STUDENT_WEB"
answer goal "$address"
expect where not-yet "does not run on port 8080"
