# Without a network: removed again, with one, another command, not ended, not run to its end.
docker run --rm --name "$BERTH_STUDENT_ALONE" --network none busybox ip addr
expect alone not-yet "has been removed again"
docker run --name "$BERTH_STUDENT_ALONE" busybox ip addr
expect alone not-yet "has a network: \`bridge\`"
docker rm -f "$BERTH_STUDENT_ALONE"
docker run -d --name "$BERTH_STUDENT_ALONE" --network none busybox sleep 1000
expect alone not-yet "still runs \`sleep 1000\`"
docker rm -f "$BERTH_STUDENT_ALONE"
docker run --name "$BERTH_STUDENT_ALONE" --network none busybox echo LOOPBACK
expect alone not-yet "runs \`echo LOOPBACK\`"
docker rm -f "$BERTH_STUDENT_ALONE"
docker run --name "$BERTH_STUDENT_ALONE" --network none debian ip addr || true
expect alone not-yet "was made from \`debian\`"
