# The web server: another port, none, the port taken, a command of one's own, without -d, ended.
docker run -d --name "$BERTH_STUDENT_SITE" nginx
expect serve not-yet "does not lead to its port 80"
docker rm -f "$BERTH_STUDENT_SITE"
docker run -d --name "$BERTH_STUDENT_SITE" -p 8082:80 nginx
expect serve not-yet "leads \`8082:80\`"
docker rm -f "$BERTH_STUDENT_SITE"
docker run -d --name "$BERTH_STUDENT_SITE" -p 8080:8080 nginx
expect serve not-yet "does not lead to its port 80"
docker rm -f "$BERTH_STUDENT_SITE"
docker run -d --name "$BERTH_STUDENT_SITE" -p 127.0.0.1:8080:80 nginx
expect serve not-yet "leads \`127.0.0.1:8080:80\`"
docker rm -f "$BERTH_STUDENT_SITE"
docker run -d --name "$BERTH_STUDENT_SITE" -p 8080:80 nginx sleep 1000
expect serve not-yet "a command of your own"
docker rm -f "$BERTH_STUDENT_SITE"
docker run --name "$BERTH_STUDENT_SITE" -p 8080:80 nginx >/dev/null 2>&1 &
expect serve not-yet "kept your terminal"
docker rm -f "$BERTH_STUDENT_SITE"
docker run -d --name "$BERTH_STUDENT_SITE" nginx
docker stop "$BERTH_STUDENT_SITE"
expect serve not-yet "has ended"
docker rm "$BERTH_STUDENT_SITE"

docker run -d --name other -p 8080:80 nginx
docker run -d --name "$BERTH_STUDENT_SITE" -p 8080:80 nginx || true
expect serve not-yet "could not be started"
docker rm -f other "$BERTH_STUDENT_SITE"
docker run -d --name "$BERTH_STUDENT_SITE" -p 8080:80 httpd
expect serve not-yet "was made from \`httpd\`"
