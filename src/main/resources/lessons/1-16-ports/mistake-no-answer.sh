# Nobody has typed anything yet.
docker run -d --name "$BERTH_STUDENT_ANY" -p 80 nginx
expect chosen not-yet "type its number into the field"
docker run -d --name "$BERTH_STUDENT_WEB" -p 8080:80 nginx
passed open
expect where not-yet "type the address into the field"
