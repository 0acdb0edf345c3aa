# The anonymous volume: another one's name, a few characters only, a volume with a name, the container removed without it.
volume_of() { docker inspect --format '{{range .Mounts}}{{.Name}}{{end}}' "$1"; }
leave_note() { docker exec "$1" sh -c "echo $BERTH_STUDENT_WORD > /data/note.txt"; }

expect whose not-yet "there is no container \`$BERTH_STUDENT_CACHE\` yet"
docker run -d --name "$BERTH_STUDENT_CACHE" -v named:/data redis
expect whose not-yet "has a volume with a name"
docker rm -f "$BERTH_STUDENT_CACHE"
docker volume create other
docker run -d --name "$BERTH_STUDENT_CACHE" redis
expect whose not-yet "there is no note"
leave_note "$BERTH_STUDENT_CACHE"
expect whose not-yet "type its name into the field"
answer anonymous other
expect whose not-yet "does not use a volume with this name"
answer anonymous "$(volume_of "$BERTH_STUDENT_CACHE" | cut -c 1-4)"
expect whose not-yet "type at least 12 characters"
docker run -d --name second redis
answer anonymous "$(volume_of second)"
expect whose not-yet "does not use a volume with this name"
answer anonymous "$(volume_of "$BERTH_STUDENT_CACHE" | cut -c 1-12)"
passed whose
expect gone not-yet "is still there"
docker rm -f "$BERTH_STUDENT_CACHE"
expect gone not-yet "its volume stayed behind"
docker volume rm other
expect gone not-yet "its volume stayed behind"
# The answer changed to a volume that is then removed; the container's own is still there.
answer anonymous "$(volume_of second)"
docker rm -fv second
expect gone not-yet "its volume stayed behind"
