# The anonymous volume: another one's name, a few characters only, a volume with a name, the container removed without it.
docker run -d --name "$BERTH_STUDENT_CACHE" -v named:/data redis
expect whose not-yet ""
docker rm -f "$BERTH_STUDENT_CACHE"
docker volume create other
docker run -d --name "$BERTH_STUDENT_CACHE" redis
expect whose not-yet "type its name into the field"
answer anonymous other
expect whose not-yet "does not use a volume with this name"
answer anonymous "$(docker inspect --format '{{range .Mounts}}{{slice .Name 0 4}}{{end}}' "$BERTH_STUDENT_CACHE")"
expect whose not-yet ""
answer anonymous "$(docker inspect --format '{{range .Mounts}}{{slice .Name 0 12}}{{end}}' "$BERTH_STUDENT_CACHE")"
passed whose
expect gone not-yet "is still there"
docker rm -f "$BERTH_STUDENT_CACHE"
expect gone not-yet "its volume stayed behind"
docker volume rm other
expect gone not-yet "its volume stayed behind"
