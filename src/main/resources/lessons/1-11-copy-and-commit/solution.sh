# A web server that has just been started refuses for a moment.
get_page() { curl -s --retry 20 --retry-delay 1 --retry-connrefused "$@"; }
# As the game does in a browser.
open_game() { get_page -o /dev/null "localhost:$1/" && get_page -e "http://localhost:$1/" "localhost:$1/harbour.txt"; }

docker run -d --name "$BERTH_STUDENT_SITE" -p 8080:80 nginx
passed serve

cd ~/tugboat
echo "$BERTH_STUDENT_WORD" >harbour.txt
docker cp ./. "$BERTH_STUDENT_SITE:/usr/share/nginx/html"
open_game 8080
passed play

docker commit "$BERTH_STUDENT_SITE" "$BERTH_STUDENT_IMAGE"
docker stop "$BERTH_STUDENT_SITE"
docker run -d --name "$BERTH_STUDENT_SECOND" -p "$BERTH_STUDENT_PORT:80" "$BERTH_STUDENT_IMAGE"
open_game "$BERTH_STUDENT_PORT"
passed again

echo "$BERTH_STUDENT_TOWN" >harbour.txt
docker cp harbour.txt "$BERTH_STUDENT_SECOND:/usr/share/nginx/html"
docker commit "$BERTH_STUDENT_SECOND" "$BERTH_STUDENT_NEWER"
docker run -d --name "$BERTH_STUDENT_THIRD" -p "$BERTH_STUDENT_DOOR:80" "$BERTH_STUDENT_NEWER"
open_game "$BERTH_STUDENT_DOOR"
passed newer

docker rm -f "$BERTH_STUDENT_SITE" "$BERTH_STUDENT_SECOND" "$BERTH_STUDENT_THIRD"
docker image rm "$BERTH_STUDENT_NEWER" "$BERTH_STUDENT_IMAGE"
