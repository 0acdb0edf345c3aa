# In the machine's network: published instead, its own command, port taken, ended, not asked.
guest() { docker rm -f "$BERTH_STUDENT_GUEST" >/dev/null 2>&1 || true; docker run -d --name "$BERTH_STUDENT_GUEST" "$@"; }
get_page() { curl -s --retry 20 --retry-delay 1 --retry-connrefused "$@"; }

guest -p 80:80 nginx
get_page localhost:80
expect guest not-yet "its network is \`bridge\`"
guest --network host nginx sleep 1000
expect guest not-yet "a command of your own"
docker rm -f "$BERTH_STUDENT_GUEST"
docker run -d --name other --network host nginx
get_page localhost:80
guest --network host nginx
docker wait "$BERTH_STUDENT_GUEST"
expect guest not-yet "another program has port 80"
docker rm -f other
guest --network host nginx
expect guest not-yet "nobody has asked it"
docker stop "$BERTH_STUDENT_GUEST"
expect guest not-yet "has ended; it is to run"
