# `cron` in the background, behind a shell, in another container.

docker run -d --name "$BERTH_STUDENT_ALONE" system
expect alone not-yet 'the init is process 1'
docker rm -f "$BERTH_STUDENT_ALONE"
docker run -d --name "$BERTH_STUDENT_ALONE" system cron
expect alone not-yet 'went into the background'
docker rm "$BERTH_STUDENT_ALONE"
docker run -d --name "$BERTH_STUDENT_ALONE" debian cron -f || true
expect alone not-yet 'from another image than `system`'
docker rm "$BERTH_STUDENT_ALONE"
docker run -d --name "$BERTH_STUDENT_ALONE" system kron -f || true
expect alone not-yet '`kron -f` could not be started'
docker rm "$BERTH_STUDENT_ALONE"
docker run -d --name "$BERTH_STUDENT_ALONE" system -f cron || true
expect alone not-yet '`-f cron` could not be started'
docker rm "$BERTH_STUDENT_ALONE"
docker run -d --name "$BERTH_STUDENT_ALONE" system sh -c 'exit 3'
expect alone not-yet 'was to run `sh -c exit 3`, and is exited'
docker rm "$BERTH_STUDENT_ALONE"
docker run -d --name "$BERTH_STUDENT_ALONE" system sh -c 'cron; sleep 600'
expect alone not-yet 'its process 1 is not `cron`'
docker rm -f "$BERTH_STUDENT_ALONE"
# An init of Docker's own is process 1, and cron its child.
docker run -d --init --name "$BERTH_STUDENT_ALONE" system cron -f
expect alone not-yet 'its process 1 is not `cron`'
docker rm -f "$BERTH_STUDENT_ALONE"
docker run -d --name other system cron -f
expect alone not-yet '`cron` is process 1 of `other`'
