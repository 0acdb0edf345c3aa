# The newer image: made of a container from nginx, the old harbour, copied into the third container, not opened.
get_page() { curl -s --retry 20 --retry-delay 1 --retry-connrefused "$@"; }
open_game() { get_page -o /dev/null "localhost:$1/" && get_page -e "http://localhost:$1/" "localhost:$1/harbour.txt"; }
third() { docker rm -f "$BERTH_STUDENT_THIRD" >/dev/null 2>&1 || true; docker run -d --name "$BERTH_STUDENT_THIRD" -p "$BERTH_STUDENT_DOOR:80" "$@"; }

docker run -d --name "$BERTH_STUDENT_SITE" -p 8080:80 nginx
echo "$BERTH_STUDENT_WORD" >~/tugboat/harbour.txt
docker cp ~/tugboat/. "$BERTH_STUDENT_SITE:/usr/share/nginx/html"
open_game 8080
passed play
docker commit "$BERTH_STUDENT_SITE" "$BERTH_STUDENT_IMAGE"
docker run -d --name "$BERTH_STUDENT_SECOND" -p "$BERTH_STUDENT_PORT:80" "$BERTH_STUDENT_IMAGE"
open_game "$BERTH_STUDENT_PORT"
passed again

echo "$BERTH_STUDENT_TOWN" >~/tugboat/harbour.txt
third "$BERTH_STUDENT_IMAGE"
docker cp ~/tugboat/harbour.txt "$BERTH_STUDENT_THIRD:/usr/share/nginx/html"
open_game "$BERTH_STUDENT_DOOR"
expect newer not-yet "there is no image \`$BERTH_STUDENT_NEWER\` yet"
docker cp ~/tugboat/harbour.txt "$BERTH_STUDENT_SITE:/usr/share/nginx/html"
docker commit "$BERTH_STUDENT_SITE" "$BERTH_STUDENT_NEWER"
third "$BERTH_STUDENT_NEWER"
open_game "$BERTH_STUDENT_DOOR"
expect newer not-yet "of a container from \`$BERTH_STUDENT_IMAGE\`"
docker commit "$BERTH_STUDENT_SECOND" "$BERTH_STUDENT_NEWER"
third "$BERTH_STUDENT_NEWER"
open_game "$BERTH_STUDENT_DOOR"
expect newer not-yet "has another harbour"
docker cp ~/tugboat/harbour.txt "$BERTH_STUDENT_THIRD:/usr/share/nginx/html"
open_game "$BERTH_STUDENT_DOOR"
expect newer not-yet "from its image"
third -v ~/tugboat:/usr/share/nginx/html "$BERTH_STUDENT_NEWER"
open_game "$BERTH_STUDENT_DOOR"
expect newer not-yet "from its image"
docker cp ~/tugboat/harbour.txt "$BERTH_STUDENT_SECOND:/usr/share/nginx/html"
docker commit "$BERTH_STUDENT_SECOND" "$BERTH_STUDENT_NEWER"
third "$BERTH_STUDENT_NEWER"
expect newer not-yet "nobody has asked it"
