# Two containers: the second has the first one's port, another one, or runs alone.
docker run -d --name "$BERTH_STUDENT_WEB" -p 8080:80 nginx
passed open
docker run -d --name "$BERTH_STUDENT_RIVAL" -p 8080:80 nginx || true
expect beside not-yet "could not be started"
docker stop "$BERTH_STUDENT_WEB"
docker start "$BERTH_STUDENT_RIVAL"
expect beside not-yet "has port 8080 now"
docker rm -f "$BERTH_STUDENT_RIVAL"
docker run -d --name "$BERTH_STUDENT_RIVAL" -p "$BERTH_STUDENT_PORT:80" nginx
expect beside not-yet "\`$BERTH_STUDENT_WEB\` does not run"
docker rm -f "$BERTH_STUDENT_RIVAL"
docker start "$BERTH_STUDENT_WEB"
docker run -d --name "$BERTH_STUDENT_RIVAL" -p 8086:80 nginx
expect beside not-yet "does not have the published port \`$BERTH_STUDENT_PORT:80\`"
