# An image of one's own: none, on nginx, another folder, another town, by commit, lent, copied into, made too early, not opened.
recipe 'FROM nginx' 'COPY index.html /usr/share/nginx/html/'
docker build -t "$BERTH_STUDENT_IMAGE" .
passed build
last() { docker rm -f "$BERTH_STUDENT_LAST" >/dev/null 2>&1 || true; docker run -d --name "$BERTH_STUDENT_LAST" "$@"; get_page "localhost:$BERTH_STUDENT_DOOR/"; }

expect own not-yet "there is no image \`$BERTH_STUDENT_OWN\` yet"
page "$BERTH_STUDENT_CAPE" >index.html
docker build -t "$BERTH_STUDENT_OWN" .
expect own not-yet "does not stand on \`httpd\`"
recipe 'FROM httpd' 'COPY index.html /usr/share/nginx/html/'
docker build -t "$BERTH_STUDENT_OWN" .
expect own not-yet "copies a file to"
docker run -d --name by-hand httpd
docker cp index.html by-hand:/usr/local/apache2/htdocs
docker commit by-hand "$BERTH_STUDENT_OWN"
expect own not-yet "copies a file to"

recipe 'FROM httpd' 'COPY index.html /usr/local/apache2/htdocs/'
page elsewhere >index.html
docker build -t "$BERTH_STUDENT_OWN" .
last -p "$BERTH_STUDENT_DOOR:80" "$BERTH_STUDENT_OWN"
expect own not-yet "does not greet from"
docker cp index.html "$BERTH_STUDENT_LAST:/usr/local/apache2/htdocs/other.html"
expect own not-yet "and not from a copy"
page "$BERTH_STUDENT_CAPE" >index.html
docker build -t "$BERTH_STUDENT_OWN" .
expect own not-yet "and not from what"
last -p "$BERTH_STUDENT_DOOR:80" -v ~/postcard:/usr/local/apache2/htdocs "$BERTH_STUDENT_OWN"
expect own not-yet "and not from a copy"
docker rm -f "$BERTH_STUDENT_LAST"
docker run -d --name "$BERTH_STUDENT_LAST" -p "$BERTH_STUDENT_DOOR:80" "$BERTH_STUDENT_OWN"
expect own not-yet "nobody has opened its page yet"
