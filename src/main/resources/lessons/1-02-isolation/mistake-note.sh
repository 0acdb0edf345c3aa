# The note is written outside of the cage, or nobody is in it.
cage=~/$BERTH_STUDENT_CAGE
mkdir -p "$cage/bin"
cp /bin/bash "$cage/bin"
cp -u --parents $(ldd /bin/bash | grep -o '/lib[^ ]*') "$cage"

expect note not-yet 'there is no `note.txt`'
echo "$BERTH_STUDENT_WORD" > /note.txt
expect note not-yet 'typed outside of the cage'
rm /note.txt
echo something > "$cage/note.txt"
expect note not-yet 'is not a line of it'
echo "$BERTH_STUDENT_WORD" > "$cage/note.txt"
expect note not-yet 'nobody is in the cage'

expect seen not-yet 'first comes:'
mkfifo typed
chroot "$cage" /bin/bash <typed &
caged=$!
exec 7>typed
passed inside
passed note
expect seen not-yet 'no `sleep'
sleep "$BERTH_STUDENT_SECONDS" 7>&- & # or the cage would wait for more to be typed
sleeper=$!
expect seen not-yet 'the cage has no `ps` yet'
cp -u --parents /bin/ps $(ldd /bin/ps | grep -o '/lib[^ ]*') "$cage"
# The shell outside has told the number; in the cage nobody can see it.
answer seen "$sleeper"
expect seen not-yet 'no folder `/proc`'
exec 7>&-
wait "$caged"
mkdir "$cage/proc"
mount -t proc proc "$cage/proc"
expect seen not-yet 'nobody is in the cage'
answer seen 1
chroot "$cage" /bin/bash <typed &
exec 7>typed
expect seen not-yet '`1` is not the number of'
kill "$sleeper"
exec 7>&-
wait || true
umount "$cage/proc"
