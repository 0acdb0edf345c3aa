# Each part is one line of the shell, for `on` as well.
one=$BERTH_STUDENT_ONE two=$BERTH_STUDENT_TWO three=$BERTH_STUDENT_THREE four=$BERTH_STUDENT_FOUR door=$BERTH_STUDENT_DOOR first=$BERTH_STUDENT_FIRST db=$BERTH_STUDENT_DB
get='for i in $(seq 20); do curl -s --retry 20 --retry-delay 1 --retry-all-errors localhost:8088/'
ready() { echo "until docker exec $1 pg_isready -q -h 127.0.0.1; do sleep 0.3; done"; }
database() { echo "docker run -d --name $1 -e POSTGRES_USER=shop -e POSTGRES_PASSWORD=$BERTH_STUDENT_CODE -e POSTGRES_DB=visits ${*:2} postgres"; }
settings() { echo "mkdir -p ~/stage3; printf 'DBHOST=%s\nDBNAME=visits\nDBUSER=shop\nDBPASS=%s\n' $1 $BERTH_STUDENT_CODE >~/stage3/settings"; }
web() { echo "docker run -d --name $1 --hostname $1 --network $BERTH_STUDENT_NET --network-alias $BERTH_STUDENT_TEAM --env-file ~/stage3/settings webapp"; }
door() {
  cat <<SH
mkdir -p ~/stage3/door
cat >~/stage3/door/default.conf <<'TXT'
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
printf 'FROM nginx\nCOPY default.conf /etc/nginx/conf.d/\n' >~/stage3/door/Dockerfile
docker build -t $BERTH_STUDENT_IMAGE ~/stage3/door
docker run -d --name $BERTH_STUDENT_DOOR --network $BERTH_STUDENT_NET -p 8088:80 $BERTH_STUDENT_IMAGE
SH
}
get_pages() { echo "$get$1; done"; }
# The service on vm1, as the first task has it.
one_machine() {
  docker network create "$BERTH_STUDENT_NET"
  eval "$(database "$first" --network "$BERTH_STUDENT_NET")"
  eval "$(settings "$first")"
  eval "$(ready "$first")"
  eval "$(web "$one")"
  eval "$(web "$two")"
  eval "$(door)"
  eval "$(get_pages "$BERTH_STUDENT_PATH")"
}
own_database() {
  on vm3 "$(database "$db" -p 5432:5432)"
  on vm3 "$(ready "$db")"
}
move() {
  eval "$(settings vm3)"
  docker rm -f "$one" "$two"
  eval "$(web "$one")"
  eval "$(web "$two")"
  sleep 3
  eval "$(get_pages "$BERTH_STUDENT_MOVED")"
  docker rm -f -v "$first"
}
second_machine() {
  on vm2 "docker network create $BERTH_STUDENT_NET; $(settings vm3)"
  on vm2 "$(web "$three"); $(web "$four")"
  on vm2 "$(door)"
  on vm2 "$(get_pages "$BERTH_STUDENT_FAR")"
}
