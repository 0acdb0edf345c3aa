# The first port: none, another one, the wrong way round, for the machine alone, taken, without -d, another command, another image.
web() { docker rm -f "$BERTH_STUDENT_WEB" >/dev/null 2>&1 || true; docker run -d --name "$BERTH_STUDENT_WEB" "$@"; }

web nginx
expect open not-yet "no port of the machine leads to it"
web --expose 8080 nginx
expect open not-yet "no port of the machine leads to it"
web -p 8085:80 nginx
expect open not-yet "leads \`8085:80\`"
web -p 127.0.0.1:8080:80 nginx
expect open not-yet "leads \`127.0.0.1:8080:80\`"
web -p 80:8080 nginx
expect open not-yet "on which nobody waits"
docker rm -f "$BERTH_STUDENT_WEB"
docker run -d --name other -p 8080:80 nginx
web -p 8080:80 nginx || true
expect open not-yet "could not be started"
docker rm -f other "$BERTH_STUDENT_WEB"
docker run --name "$BERTH_STUDENT_WEB" -p 8080:80 nginx >/dev/null 2>&1 &
expect open not-yet "kept your terminal"
web -p 8080:80 nginx sleep 1000
expect open not-yet "a command of your own"
web -p 8080:80 httpd
expect open not-yet "was made from \`httpd\`"
# The way to the container's own address is no published port.
web nginx
curl -s --retry 20 --retry-delay 1 --retry-connrefused "$(docker inspect --format '{{.NetworkSettings.IPAddress}}' "$BERTH_STUDENT_WEB")"
expect open not-yet "no port of the machine leads to it"
