# Two networks: nobody, one alone, the other alone, not running.
expect both not-yet "there is no container \`$BERTH_STUDENT_WEB\`"
docker network create "$BERTH_STUDENT_NET"
docker run -d --name "$BERTH_STUDENT_WEB" nginx
expect both not-yet "and not to \`$BERTH_STUDENT_NET\` yet"
docker stop "$BERTH_STUDENT_WEB"
docker network connect "$BERTH_STUDENT_NET" "$BERTH_STUDENT_WEB"
expect both not-yet "does not run, so it has no address"
docker rm -f "$BERTH_STUDENT_WEB"
docker run -d --name "$BERTH_STUDENT_WEB" --network "$BERTH_STUDENT_NET" nginx
expect both not-yet "is on \`$BERTH_STUDENT_NET\` alone"
