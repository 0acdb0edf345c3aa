# Today: no network, not connected, without the name, the caller elsewhere, removed again.
docker run -d --name "$BERTH_STUDENT_DATA" redis
expect today not-yet "there is no network"
docker network create "$BERTH_STUDENT_NET"
expect today not-yet "is not connected to \`$BERTH_STUDENT_NET\`"
docker network connect "$BERTH_STUDENT_NET" "$BERTH_STUDENT_DATA"
expect today not-yet "is not called \`db\` there"
docker network disconnect "$BERTH_STUDENT_NET" "$BERTH_STUDENT_DATA"
docker network connect --alias db "$BERTH_STUDENT_NET" "$BERTH_STUDENT_DATA"
docker run --rm --name "$BERTH_STUDENT_CALLER" --network "$BERTH_STUDENT_NET" busybox true
expect today not-yet "has been removed again"
docker run --name "$BERTH_STUDENT_CALLER" --link "$BERTH_STUDENT_DATA:db" busybox sh -c "echo PING | nc db 6379"
expect today not-yet "its network is \`bridge\`"
