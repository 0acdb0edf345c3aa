# The proxy: none, not built, another image, wrong settings, nobody behind it, one only, not through it; then a third one: without alias, started anew, not through it.
database
ready "$BERTH_STUDENT_DB"
web "$BERTH_STUDENT_ONE"
web "$BERTH_STUDENT_TWO"
passed team
door() { run "$BERTH_STUDENT_DOOR" --network "$BERTH_STUDENT_NET" -p 8087:80 "$@"; }
# From the network itself, past the proxy.
ask_itself() { docker run --rm --network "$BERTH_STUDENT_NET" busybox wget -q -O /dev/null "http://$1/$2"; }

expect shared not-yet "there is no image"
docker tag nginx "$BERTH_STUDENT_IMAGE"
expect shared not-yet "was not built from"
docker image rm "$BERTH_STUDENT_IMAGE"
docker build -t "$BERTH_STUDENT_IMAGE" ~/stage2/proxy
expect shared not-yet "there is no container"
door nginx
expect shared not-yet "was made from \`nginx\`"
cp ~/stage2/proxy/default.conf ~/right.conf
echo nonsense >>~/stage2/proxy/default.conf
docker build -t "$BERTH_STUDENT_IMAGE" ~/stage2/proxy
door "$BERTH_STUDENT_IMAGE"
expect shared not-yet "has ended with exit code"
sed 's,http://,http://no-,' ~/right.conf >~/stage2/proxy/default.conf
docker build -t "$BERTH_STUDENT_IMAGE" ~/stage2/proxy
door "$BERTH_STUDENT_IMAGE"
until curl -s "localhost:8087/$BERTH_STUDENT_PATH"; do sleep 0.3; done
expect shared not-yet "no answer from a web program"
cp ~/right.conf ~/stage2/proxy/default.conf
docker build -t "$BERTH_STUDENT_IMAGE" ~/stage2/proxy
door "$BERTH_STUDENT_IMAGE"
expect shared not-yet "nobody has asked it for"
ask_itself "$BERTH_STUDENT_ONE" "$BERTH_STUDENT_PATH"
expect shared not-yet "only \`$BERTH_STUDENT_ONE\` has served"
ask_itself "$BERTH_STUDENT_TWO" "$BERTH_STUDENT_PATH"
expect shared not-yet "or not through the proxy"
get_pages "localhost:8087/$BERTH_STUDENT_PATH"
passed shared

three=$BERTH_STUDENT_THREE
expect grow not-yet "there is no container"
run "$three" --network "$BERTH_STUDENT_NET" --network-alias "$BERTH_STUDENT_TEAM" nginx
expect grow not-yet "was made from \`nginx\`"
run "$three" --network "$BERTH_STUDENT_NET" --env-file ~/stage2/settings webapp
expect grow not-yet "is not on"
run "$three" --network "$BERTH_STUDENT_NET" --network-alias "$BERTH_STUDENT_TEAM" webapp
expect grow not-yet "does not have the settings"
docker rm -f "$three"
web "$three"
expect grow not-yet "nobody has asked for"
docker rm -f "$three"
get_pages "localhost:8087/$BERTH_STUDENT_LATER"
web "$three"
expect grow not-yet "by the others only"
ask_itself "$three" "$BERTH_STUDENT_LATER"
docker restart "$BERTH_STUDENT_DOOR"
get_pages "localhost:8087/$BERTH_STUDENT_LATER"
expect grow not-yet "was stopped or started anew"
door "$BERTH_STUDENT_IMAGE"
expect grow not-yet "but not through the proxy"
