# The game: lent, one folder too deep, one file only, another name, asked for by curl alone, not opened.
get_page() { curl -s --retry 20 --retry-delay 1 --retry-connrefused "$@"; }
open_game() { get_page -e "http://localhost:$1/" "localhost:$1/harbour.txt"; }

docker run -d --name "$BERTH_STUDENT_SITE" -p 8080:80 -v ~/tugboat:/usr/share/nginx/html nginx
passed serve
echo "$BERTH_STUDENT_WORD" >~/tugboat/harbour.txt
open_game 8080
expect play not-yet "and no copy"
docker rm -f "$BERTH_STUDENT_SITE"
rm ~/tugboat/harbour.txt

docker run -d --name "$BERTH_STUDENT_SITE" -p 8080:80 nginx
expect play not-yet "no \`~/tugboat/harbour.txt\` yet"
echo another-name >~/tugboat/harbour.txt
expect play not-yet "has another name in it"
echo "$BERTH_STUDENT_WORD" >~/tugboat/harbour.txt
docker cp ~/tugboat "$BERTH_STUDENT_SITE:/usr/share/nginx/html"
open_game 8080/tugboat
expect play not-yet "one folder too deep"
docker rm -f "$BERTH_STUDENT_SITE"

docker run -d --name "$BERTH_STUDENT_SITE" -p 8080:80 nginx
docker cp ~/tugboat/harbour.txt "$BERTH_STUDENT_SITE:/usr/share/nginx/html"
open_game 8080
expect play not-yet "is not the game yet"
docker rm -f "$BERTH_STUDENT_SITE"

docker run -d --name "$BERTH_STUDENT_SITE" -p 8080:80 nginx
docker cp ~/tugboat/index.html "$BERTH_STUDENT_SITE:/usr/share/nginx/html"
expect play not-yet "but not the file with the name"
docker cp ~/tugboat/harbour.txt "$BERTH_STUDENT_SITE:/usr/share/nginx/html"
expect play not-yet "your browser has not loaded it yet"
get_page localhost:8080/harbour.txt
expect play not-yet "by itself"
# By hand in place of a browser, in the log of another container.
docker run -d --name other -p 8081:80 nginx
docker cp ~/tugboat/. other:/usr/share/nginx/html
open_game 8081
expect play not-yet "by itself"
mv ~/tugboat ~/elsewhere
expect play not-yet "no \`~/tugboat/index.html\`"
