ready() { until docker logs "$1" 2>&1 | tail -n 3 | grep -q 'ready to accept connections' && docker exec "$1" pg_isready -q -h 127.0.0.1; do sleep 0.3; done; }
get_pages() { for i in $(seq 20); do curl -s --retry 20 --retry-delay 1 --retry-all-errors "$1" | grep Serving || true; done; }
run() { docker rm -f -v "$1" >/dev/null 2>&1 || true; docker run -d --name "$@"; }
web() { run "$1" --network "$BERTH_STUDENT_NET" --network-alias "$BERTH_STUDENT_TEAM" --env-file ~/stage2/settings webapp; }
mkdir -p ~/stage2/proxy
printf 'DBHOST=%s\nDBNAME=visits\nDBUSER=shop\nDBPASS=%s\n' "$BERTH_STUDENT_DB" "$BERTH_STUDENT_CODE" >~/stage2/settings
cat >~/stage2/proxy/default.conf <<TXT
server {
    listen 80;
    resolver 127.0.0.11 valid=2s;
    set \$team http://$BERTH_STUDENT_TEAM:80;

    location / {
        proxy_pass \$team;
        proxy_connect_timeout 1s;
    }
}
TXT
printf 'FROM nginx\nCOPY default.conf /etc/nginx/conf.d/\n' >~/stage2/proxy/Dockerfile
database() { run "$BERTH_STUDENT_DB" --network "$BERTH_STUDENT_NET" -e POSTGRES_USER=shop -e "POSTGRES_PASSWORD=$BERTH_STUDENT_CODE" -e POSTGRES_DB=visits postgres; }
docker network create "$BERTH_STUDENT_NET"
