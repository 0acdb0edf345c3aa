# The web program answers when it has asked for its database.
open_page() { until curl -s "localhost:$1" | grep "status: $2"; do sleep 0.3; done; }
ready() { until docker logs "$1" 2>&1 | tail -n 3 | grep -q 'ready to accept connections' && docker exec "$1" pg_isready -q -h 127.0.0.1; do sleep 0.3; done; }
network=$BERTH_STUDENT_NET
store() { printf '%s\n' "$@" >~/stage1/db/Dockerfile; docker build -t "$BERTH_STUDENT_STORE" ~/stage1/db; }
site() { printf '%s\n' "$@" >~/stage1/web/Dockerfile; docker build -t "$BERTH_STUDENT_SITE" ~/stage1/web; }
run() { docker rm -f -v "$1" >/dev/null 2>&1 || true; docker run -d --name "$@"; }
docker network create "$network"
mkdir -p ~/stage1/db ~/stage1/web
