# A web server that has just been started refuses for a moment.
get_page() { curl -s --retry 20 --retry-delay 1 --retry-all-errors "$@"; }
page() { printf '<title>Postcard</title>\n<link rel="stylesheet" href="style.css">\n<h1>Greetings from %s!</h1>\n' "$1"; }
card() { docker rm -f "$BERTH_STUDENT_CARD" >/dev/null 2>&1 || true; docker run -d --name "$BERTH_STUDENT_CARD" -p 8088:80 "$BERTH_STUDENT_IMAGE"; }

mkdir -p ~/postcard ~/second
cd ~/postcard
page "$BERTH_STUDENT_TOWN" >index.html
printf 'FROM nginx\nCOPY index.html /usr/share/nginx/html/\n' >Dockerfile
docker build -t "$BERTH_STUDENT_IMAGE" .
passed build

card
get_page localhost:8088/
passed show

echo 'body { background: teal; }' >style.css
printf 'FROM nginx\nCOPY index.html /usr/share/nginx/html/\nCOPY style.css /usr/share/nginx/html/\n' >Dockerfile
docker build -t "$BERTH_STUDENT_IMAGE" . | grep 'Using cache'
card
get_page localhost:8088/ localhost:8088/style.css
passed styled

page "$BERTH_STUDENT_ISLE" >index.html
docker build -t "$BERTH_STUDENT_IMAGE" .
docker image ls | grep '<none>'
card
get_page localhost:8088/
passed moved

echo secret >~/outside.txt
printf 'FROM nginx\nCOPY ../outside.txt /\n' >outside.recipe
! docker build -f outside.recipe .

cd ~/second
page "$BERTH_STUDENT_CAPE" >index.html
printf 'FROM httpd\nCOPY index.html /usr/local/apache2/htdocs/\n' >Dockerfile
docker build -t "$BERTH_STUDENT_OWN" .
docker run -d --name "$BERTH_STUDENT_LAST" -p "$BERTH_STUDENT_DOOR:80" "$BERTH_STUDENT_OWN"
get_page "localhost:$BERTH_STUDENT_DOOR/"
passed own

docker rm -f "$BERTH_STUDENT_CARD" "$BERTH_STUDENT_LAST"
docker image rm "$BERTH_STUDENT_IMAGE" "$BERTH_STUDENT_OWN"
