# The container: attached, another port, taken, lent, copied into, another town, from an older image, not opened, no style.
recipe 'FROM nginx' 'COPY index.html /usr/share/nginx/html/'
docker build -t "$BERTH_STUDENT_IMAGE" .
passed build
expect show not-yet "there is no container"
card -p 8088:80 nginx
expect show not-yet "was made from \`nginx\`"
card -p 8083:80 "$BERTH_STUDENT_IMAGE"
get_page localhost:8083
expect show not-yet "published port"
docker run -d --name other -p 8088:80 nginx
card -p 8088:80 "$BERTH_STUDENT_IMAGE" || true
expect show not-yet "could not be started"
docker rm -f other "$BERTH_STUDENT_CARD"
docker run --name "$BERTH_STUDENT_CARD" -p 8088:80 "$BERTH_STUDENT_IMAGE" >/dev/null 2>&1 &
expect show not-yet "kept your terminal"
card -p 8088:80 -v ~/postcard:/usr/share/nginx/html "$BERTH_STUDENT_IMAGE"
get_page localhost:8088
expect show not-yet "a folder of your machine"
card -p 8088:80 "$BERTH_STUDENT_IMAGE"
docker cp index.html "$BERTH_STUDENT_CARD:/usr/share/nginx/html/another.html"
get_page localhost:8088
expect show not-yet "you have copied something"
page elsewhere >index.html
docker build -t "$BERTH_STUDENT_IMAGE" .
card -p 8088:80 "$BERTH_STUDENT_IMAGE"
get_page localhost:8088
expect show not-yet "does not greet from"
page "$BERTH_STUDENT_TOWN" >index.html
docker build -t "$BERTH_STUDENT_IMAGE" .
expect show not-yet "was made from"
card -p 8088:80 "$BERTH_STUDENT_IMAGE"
expect show not-yet "nobody has opened its page yet"
get_page localhost:8088/another
expect show not-yet "nobody has opened its page yet"
get_page localhost:8088/
passed show

# With colours: the file alone, the recipe without a new container, copied into the container, committed, not asked for.
echo 'body { color: teal; }' >style.css
get_page localhost:8088/style.css
expect styled not-yet "does not have it"
docker cp style.css "$BERTH_STUDENT_CARD:/usr/share/nginx/html/"
get_page localhost:8088/style.css
docker commit "$BERTH_STUDENT_CARD" "$BERTH_STUDENT_IMAGE"
expect styled not-yet "made by \`docker commit\`"
recipe 'FROM nginx' 'COPY index.html /usr/share/nginx/html/' 'COPY style.css /usr/share/nginx/html/'
docker build -t "$BERTH_STUDENT_IMAGE" .
expect styled not-yet "made from an older image"
card -p 8088:80 "$BERTH_STUDENT_IMAGE"
expect styled not-yet "nobody has asked it for"
docker cp style.css "$BERTH_STUDENT_CARD:/usr/share/nginx/html/again.css"
get_page localhost:8088/style.css
expect styled not-yet "you have copied something"
card -p 8088:80 "$BERTH_STUDENT_IMAGE"
get_page localhost:8088/style.css
passed styled

# The new greeting: not built, not made anew, changed in the container, not opened.
page "$BERTH_STUDENT_ISLE" >index.html
get_page localhost:8088/
expect moved not-yet "does not greet from"
docker build -t "$BERTH_STUDENT_IMAGE" .
get_page localhost:8088/
expect moved not-yet "made from an older image"
card -p 8088:80 "$BERTH_STUDENT_IMAGE"
expect moved not-yet "nobody has opened its page yet"
