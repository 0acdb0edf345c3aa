mkdir -p ~/second
recipe 'FROM nginx' 'COPY index.html /usr/share/nginx/html/'
docker build -t "$BERTH_STUDENT_IMAGE" .
passed build

card -p 8088:80 "$BERTH_STUDENT_IMAGE"
get_page localhost:8088/
passed show

echo 'body { background: teal; }' >style.css
recipe 'FROM nginx' 'COPY index.html /usr/share/nginx/html/' 'COPY style.css /usr/share/nginx/html/'
docker build -t "$BERTH_STUDENT_IMAGE" . | grep 'Using cache'
card -p 8088:80 "$BERTH_STUDENT_IMAGE"
get_page localhost:8088/ localhost:8088/style.css
passed styled

page "$BERTH_STUDENT_ISLE" >index.html
docker build -t "$BERTH_STUDENT_IMAGE" .
docker image ls | grep '<none>'
card -p 8088:80 "$BERTH_STUDENT_IMAGE"
get_page localhost:8088/
passed moved

echo secret >~/outside.txt
printf 'FROM nginx\nCOPY ../outside.txt /\n' >outside.recipe
! docker build -f outside.recipe .

cd ~/second
page "$BERTH_STUDENT_CAPE" >index.html
recipe 'FROM httpd' 'COPY index.html /usr/local/apache2/htdocs/'
docker build -t "$BERTH_STUDENT_OWN" .
docker run -d --name "$BERTH_STUDENT_LAST" -p "$BERTH_STUDENT_DOOR:80" "$BERTH_STUDENT_OWN"
get_page "localhost:$BERTH_STUDENT_DOOR/"
passed own

docker rm -f "$BERTH_STUDENT_CARD" "$BERTH_STUDENT_LAST"
docker image rm "$BERTH_STUDENT_IMAGE" "$BERTH_STUDENT_OWN"
