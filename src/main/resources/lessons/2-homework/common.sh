# Each part is one line of the shell, for `on` as well.
one=$BERTH_STUDENT_ONE two=$BERTH_STUDENT_TWO three=$BERTH_STUDENT_THREE four=$BERTH_STUDENT_FOUR front=$BERTH_STUDENT_FRONT db=$BERTH_STUDENT_DB
# $1: password
database() { echo "docker run -d --name $db -e POSTGRES_DB=$BERTH_STUDENT_BASE -e POSTGRES_USER=$BERTH_STUDENT_USER -e POSTGRES_PASSWORD=$1 -p 5432:5432 postgres"; }
ready="until docker exec $db pg_isready -q -h 127.0.0.1; do sleep 0.3; done"
files() {
  cat <<SH
mkdir -p ~/homework/web ~/homework/door
printf 'FROM webapp\nLABEL team=%s\n' $BERTH_STUDENT_TEAM >~/homework/web/Dockerfile
printf 'FROM nginx\nCOPY default.conf /etc/nginx/conf.d/\n' >~/homework/door/Dockerfile
cat >~/homework/door/default.conf <<'TXT'
server {
    listen 80;
    resolver 127.0.0.11 valid=2s;
    set \$team http://team:80;

    location / {
        proxy_pass \$team;
        proxy_connect_timeout 1s;
    }
}
TXT
SH
}
# $1: name; $2: password
web() { echo "docker run -d --name $1 --hostname $1 --network inner --network-alias team -e DBHOST=vm3 -e DBNAME=$BERTH_STUDENT_BASE -e DBUSER=$BERTH_STUDENT_USER -e DBPASS=$2 $BERTH_STUDENT_IMAGE"; }
images="docker build -t $BERTH_STUDENT_IMAGE web; docker build -t $BERTH_STUDENT_DOOR door"
door="docker run -d --name $front --network inner -p 8080:80 $BERTH_STUDENT_DOOR"
get="for i in \$(seq 20); do curl -s --retry 20 --retry-delay 1 --retry-all-errors localhost:8080/$BERTH_STUDENT_PATH; done"
# $1, $2: the web programs
half() { printf '%s\n' 'docker network create inner' "$images" "$(web "$1" "$BERTH_STUDENT_SECRET")" "$(web "$2" "$BERTH_STUDENT_SECRET")" "$door"; }
# $1: what start.sh is to be, on the machine on which this line runs; then it is run there
start() { printf "mkdir -p ~/homework; cat >~/homework/start.sh <<'END'\n%s\nEND\ncd ~/homework; bash ./start.sh\n" "$1"; }
