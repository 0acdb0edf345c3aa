# Not answering again: still off, one of the two missing.
docker run -d --name "$BERTH_STUDENT_WEB" -p 8260:80 nginx
sysctl -w net.ipv4.ip_forward=0
passed stopped
expect again not-yet "\`$BERTH_STUDENT_OTHER\` does not run on port 8261"
docker run -d --name "$BERTH_STUDENT_OTHER" -p 8261:80 nginx
expect again not-yet "neither of the two ports answers"
docker stop "$BERTH_STUDENT_WEB"
expect again not-yet "\`$BERTH_STUDENT_WEB\` does not run on port 8260"
