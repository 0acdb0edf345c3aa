# The second container: no image, another one, made by tag, copied again, lent, made too early, another port, not opened.
get_page() { curl -s --retry 20 --retry-delay 1 --retry-connrefused "$@"; }
open_game() { get_page -o /dev/null "localhost:$1/" && get_page -e "http://localhost:$1/" "localhost:$1/harbour.txt"; }
second() { docker rm -f "$BERTH_STUDENT_SECOND" >/dev/null 2>&1 || true; docker run -d --name "$BERTH_STUDENT_SECOND" "$@"; }

docker run -d --name "$BERTH_STUDENT_SITE" -p 8080:80 nginx
passed serve
docker commit "$BERTH_STUDENT_SITE" "$BERTH_STUDENT_IMAGE"
echo "$BERTH_STUDENT_WORD" >~/tugboat/harbour.txt
docker cp ~/tugboat/. "$BERTH_STUDENT_SITE:/usr/share/nginx/html"
open_game 8080
passed play
# Made before the game was copied.
second -p "$BERTH_STUDENT_PORT:80" "$BERTH_STUDENT_IMAGE"
get_page -o /dev/null "localhost:$BERTH_STUDENT_PORT"
expect again not-yet "the image was made before the game was copied"
# Copied into it all the same.
docker cp ~/tugboat/. "$BERTH_STUDENT_SECOND:/usr/share/nginx/html"
open_game "$BERTH_STUDENT_PORT"
expect again not-yet "you have copied something"
docker rm -f "$BERTH_STUDENT_SECOND"
docker image rm "$BERTH_STUDENT_IMAGE"
expect again not-yet "there is no image \`$BERTH_STUDENT_IMAGE\` yet"

# Another image under this name.
docker run -d --name other nginx
docker cp ~/tugboat/. other:/usr/share/nginx/html
docker commit other "$BERTH_STUDENT_IMAGE-other"
docker tag "$BERTH_STUDENT_IMAGE-other" nearly
docker image rm "$BERTH_STUDENT_IMAGE-other"
second -p "$BERTH_STUDENT_PORT:80" nearly
open_game "$BERTH_STUDENT_PORT"
expect again not-yet "there is no image"

docker commit "$BERTH_STUDENT_SITE" "$BERTH_STUDENT_IMAGE"
expect again not-yet "was made from \`nearly\`"
second -p "$BERTH_STUDENT_PORT:80" nginx
docker cp ~/tugboat/. "$BERTH_STUDENT_SECOND:/usr/share/nginx/html"
open_game "$BERTH_STUDENT_PORT"
expect again not-yet "was made from \`nginx\`"
second -p "$BERTH_STUDENT_PORT:80" -v ~/tugboat:/usr/share/nginx/html "$BERTH_STUDENT_IMAGE"
open_game "$BERTH_STUDENT_PORT"
expect again not-yet "has a folder of your machine"
second -p 8080:80 "$BERTH_STUDENT_IMAGE" || true
expect again not-yet "could not be started"
second -p 8083:80 "$BERTH_STUDENT_IMAGE"
open_game 8083
expect again not-yet "does not have the published port \`$BERTH_STUDENT_PORT:80\`"
second "$BERTH_STUDENT_IMAGE"
expect again not-yet "does not have the published port \`$BERTH_STUDENT_PORT:80\`"
second -p "$BERTH_STUDENT_PORT:80" "$BERTH_STUDENT_IMAGE"
expect again not-yet "nobody has asked it for its page yet"
get_page "localhost:$BERTH_STUDENT_PORT/another-page"
expect again not-yet "nobody has asked it for its page yet"
