# Asked: no database, removed again, without the link, on another network.
expect ask not-yet "there is no database"
docker run -d --name "$BERTH_STUDENT_DATA" redis
docker run --rm --link "$BERTH_STUDENT_DATA:db" busybox sh -c 'until echo PING | nc db 6379; do sleep 0.2; done'
docker run --rm --name "$BERTH_STUDENT_ASKER" --link "$BERTH_STUDENT_DATA:db" busybox sh -c "echo PING | nc db 6379"
expect ask not-yet "has been removed again"
docker run --name "$BERTH_STUDENT_ASKER" busybox sh -c "echo PING | nc db 6379" || true
expect ask not-yet "does not know the name"
docker rm "$BERTH_STUDENT_ASKER"
docker network create elsewhere
docker network connect --alias db elsewhere "$BERTH_STUDENT_DATA"
docker run --name "$BERTH_STUDENT_ASKER" --network elsewhere busybox sh -c "echo PING | nc db 6379"
expect ask not-yet "the network of \`$BERTH_STUDENT_ASKER\` is \`elsewhere\`"
docker rm "$BERTH_STUDENT_ASKER"
docker run --name "$BERTH_STUDENT_ASKER" --link "$BERTH_STUDENT_DATA:db" busybox echo +PONG
expect ask not-yet "runs \`echo +PONG\`"
docker rm "$BERTH_STUDENT_ASKER"
docker run --name "$BERTH_STUDENT_ASKER" --link "$BERTH_STUDENT_DATA:db" busybox sh -c 'echo +PONG; : echo PING | nc db 6379'
expect ask not-yet "it is to run something else"
