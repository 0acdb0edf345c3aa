# A web server that has just been started refuses for a moment.
get_page() { curl -s --retry 20 --retry-delay 1 --retry-connrefused "$@"; }

docker run --rm -v "$BERTH_STUDENT_DIARY:/data" debian sh -c "echo $BERTH_STUDENT_WORD > /data/note.txt"
docker run --name "$BERTH_STUDENT_READER" -v "$BERTH_STUDENT_DIARY:/data" debian cat /data/note.txt
passed kept

mkdir -p ~/"$BERTH_STUDENT_PAGES"
cd ~/"$BERTH_STUDENT_PAGES"
echo 'the first page of my own web server' >index.html
docker run -d --name "$BERTH_STUDENT_SITE" -v "$(pwd)":/usr/share/nginx/html nginx
echo "$BERTH_STUDENT_WORD" >index.html
get_page "$(docker inspect --format '{{.NetworkSettings.IPAddress}}' "$BERTH_STUDENT_SITE")"
passed page

docker run -d --name "$BERTH_STUDENT_CACHE" redis
docker exec "$BERTH_STUDENT_CACHE" sh -c "echo $BERTH_STUDENT_WORD > /data/note.txt"
answer anonymous "$(docker inspect --format '{{range .Mounts}}{{.Name}}{{end}}' "$BERTH_STUDENT_CACHE")"
passed whose
docker rm -fv "$BERTH_STUDENT_CACHE"
passed gone

docker run --rm -v "$BERTH_STUDENT_VAULT:/vault" debian sh -c "echo $BERTH_STUDENT_WORD > /vault/secret.txt"
docker run -d --name "$BERTH_STUDENT_KEEPER" -v "$BERTH_STUDENT_VAULT:/vault:ro" debian sleep 3000
passed vault
