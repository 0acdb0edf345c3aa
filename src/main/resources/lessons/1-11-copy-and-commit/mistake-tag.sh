# An image of another container, which is given the right name.
get_page() { curl -s --retry 20 --retry-delay 1 --retry-connrefused "$@"; }
open_game() { get_page -o /dev/null "localhost:$1/" && get_page -e "http://localhost:$1/" "localhost:$1/harbour.txt"; }

docker run -d --name "$BERTH_STUDENT_SITE" -p 8080:80 nginx
echo "$BERTH_STUDENT_WORD" >~/tugboat/harbour.txt
docker cp ~/tugboat/. "$BERTH_STUDENT_SITE:/usr/share/nginx/html"
open_game 8080
passed play
docker run -d --name other nginx
docker cp ~/tugboat/. other:/usr/share/nginx/html
docker commit other nearly
docker tag nearly "$BERTH_STUDENT_IMAGE"
docker run -d --name "$BERTH_STUDENT_SECOND" -p "$BERTH_STUDENT_PORT:80" "$BERTH_STUDENT_IMAGE"
open_game "$BERTH_STUDENT_PORT"
expect again not-yet "was not made of \`$BERTH_STUDENT_SITE\` by \`docker commit\`"
