# The images: none, the folders exchanged, another password, settings by commit, none at all.
ready() { until docker logs "$1" 2>&1 | tail -n 3 | grep -q 'ready to accept connections' && docker exec "$1" pg_isready -q -h 127.0.0.1; do sleep 0.3; done; }
network=$BERTH_STUDENT_NET
store() { printf '%s\n' "$@" >~/stage1/db/Dockerfile; docker build -t "$BERTH_STUDENT_STORE" ~/stage1/db; }
site() { printf '%s\n' "$@" >~/stage1/web/Dockerfile; docker build -t "$BERTH_STUDENT_SITE" ~/stage1/web; }
run() { docker rm -f -v "$1" >/dev/null 2>&1 || true; docker run -d --name "$@"; }
docker network create "$network"
mkdir -p ~/stage1/db ~/stage1/web

expect built not-yet "there is no image \`$BERTH_STUDENT_STORE\` yet"
store 'FROM webapp' "ENV DBHOST=$BERTH_STUDENT_DB"
expect built not-yet "does not stand on \`postgres\`"
store 'FROM postgres'
expect built not-yet "there is no image \`$BERTH_STUDENT_SITE\` yet"
site 'FROM postgres'
expect built not-yet "does not stand on \`webapp\`"
site 'FROM webapp'
expect built not-yet "no line \`ENV\` with the settings of the database"
store 'FROM postgres' "ENV POSTGRES_USER=$BERTH_STUDENT_USER POSTGRES_PASSWORD=another POSTGRES_DB=visits"
expect built not-yet "no line \`ENV\` with \`DBHOST\`"
site 'FROM webapp' "ENV DBHOST=$BERTH_STUDENT_DB DBNAME=visits DBUSER=$BERTH_STUDENT_USER DBPASS=another"
expect built not-yet "POSTGRES_PASSWORD=$BERTH_STUDENT_PASSWORD"
store 'FROM postgres' "ENV POSTGRES_USER=$BERTH_STUDENT_USER POSTGRES_PASSWORD=$BERTH_STUDENT_PASSWORD POSTGRES_DB=visits"
expect built not-yet "DBPASS=$BERTH_STUDENT_PASSWORD"
