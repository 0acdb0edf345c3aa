# The port that Docker chooses: none yet, chosen by hand, no answer, the container's port, another container's.
expect chosen not-yet "there is no container \`$BERTH_STUDENT_ANY\` yet"
docker run -d --name "$BERTH_STUDENT_ANY" -p 8087:80 nginx
answer chosen 8087
expect chosen not-yet "a port that you have chosen"
docker rm -f "$BERTH_STUDENT_ANY"
docker run -d --name "$BERTH_STUDENT_ANY" -p 80 nginx
expect chosen not-yet "this is not the port"
answer chosen 80
expect chosen not-yet "this is not the port"
docker run -d --name another -p 80 nginx
answer chosen "$(docker port another 80 | sed -n '1s/.*://p')"
expect chosen not-yet "this is not the port"
