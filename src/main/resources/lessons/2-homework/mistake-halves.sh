# Too early, with the known password, the ports swapped, nobody behind the door, a proxy that answers by itself, on the wrong machine; then the password in the image.
eval "$(files)"
cd ~/homework
docker network create inner
eval "$images"
eval "$(web "$one" DBPASS)"
expect first not-yet "\`$one\` has the password \`DBPASS\`"
docker rm -f "$one"
eval "$(web "$one" "$BERTH_STUDENT_SECRET")"
expect first not-yet "\`$one\` has not found its database"
on vm3 "$(database "$BERTH_STUDENT_SECRET")"
on vm3 "$ready"
docker restart "$one"
on vm3 docker stop "$db"
eval "$(web "$two" "$BERTH_STUDENT_SECRET")"
expect first not-yet "\`$two\` has not found its database"
on vm3 docker start "$db"
on vm3 "$ready"
docker restart "$two"
docker run -d --name "$front" --network inner -p 80:8080 "$BERTH_STUDENT_DOOR"
expect first not-yet "port 8080 of \`vm1\` does not lead"
docker rm -f "$front"
docker stop "$one" "$two"
eval "$door"
curl -s --retry 20 --retry-delay 1 --retry-connrefused "localhost:8080/$BERTH_STUDENT_PATH"
docker start "$one" "$two"
expect first not-yet "got no answer from a web program"
docker rm -f "$front"
docker run -d --name "$front" -p 8080:80 "$BERTH_STUDENT_DOOR" sh -c "printf 'server { listen 80; location / { return 200 \"Serving host %s\"; } }' $one >/etc/nginx/conf.d/default.conf; exec nginx -g 'daemon off;'"
curl -s --retry 20 --retry-delay 1 --retry-connrefused "localhost:8080/$BERTH_STUDENT_PATH"
expect first not-yet "not both web programs have served it"
docker rm -f "$front"
eval "$door"
eval "$get"
passed first

eval "$(web "$three" "$BERTH_STUDENT_SECRET")"
expect second not-yet "\`$three\` is on \`vm1\`"
docker rm -f "$three"
on vm2 "$(files)"
on vm2 "cd ~/homework; docker network create inner; $images"
on vm2 "$(web "$three" DBPASS)"
expect second not-yet "\`$three\` has the password \`DBPASS\`"
on vm2 docker rm -f "$three"
on vm2 "$(web "$three" "$BERTH_STUDENT_SECRET"); $(web "$four" "$BERTH_STUDENT_SECRET"); $door"
expect second not-yet "not both have served"
on vm2 "$get"
passed second
passed secret

# $1: lines of a Dockerfile; $2: options of its build. The web programs and the door are made again from it.
with_image() {
  cat <<SH
cd ~/homework
printf 'FROM webapp\nLABEL team=%s\n$1\n' $BERTH_STUDENT_TEAM >web/Dockerfile
docker rm -f $3 $4
docker build $2 -t $BERTH_STUDENT_IMAGE web
$(web "$3" "$BERTH_STUDENT_SECRET")
$(web "$4" "$BERTH_STUDENT_SECRET")
$get
SH
}
eval "$(with_image "ENV PGPASSWORD=$BERTH_STUDENT_SECRET" "" "$one" "$two")"
expect secret not-yet "on \`vm1\`, \`docker image inspect"
eval "$(with_image "ARG PASSWORD\\nRUN true" "--build-arg PASSWORD=$BERTH_STUDENT_SECRET" "$one" "$two")"
expect secret not-yet "on \`vm1\`, \`docker history"
eval "$(with_image "" "" "$one" "$two")"
passed secret
on vm2 "$(with_image "ENV PGPASSWORD=$BERTH_STUDENT_SECRET" "" "$three" "$four")"
expect secret not-yet "on \`vm2\`, \`docker image inspect"
on vm2 "$(with_image "ARG PASSWORD\\nRUN true" "--build-arg PASSWORD=$BERTH_STUDENT_SECRET" "$three" "$four")"
expect secret not-yet "on \`vm2\`, \`docker history"
