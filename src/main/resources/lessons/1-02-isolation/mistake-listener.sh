# nc outside of the cage, on another port, without its libraries.
cage=~/$BERTH_STUDENT_CAGE
mkdir -p "$cage/bin"
cp /bin/bash "$cage/bin"
cp -u --parents $(ldd /bin/bash | grep -o '/lib[^ ]*') "$cage"

expect listener not-yet 'there is no `nc` in'
nc -l "$BERTH_STUDENT_PORT" &
expect listener not-yet 'but outside of the cage'
kill $!
cp --parents /bin/nc "$cage"
expect listener not-yet 'but not all of its libraries'
if chroot "$cage" /bin/nc -l "$BERTH_STUDENT_PORT"; then exit 1; fi
cp -u --parents $(ldd /bin/nc | grep -o '/lib[^ ]*') "$cage"
expect listener not-yet 'it does not run there now'
chroot "$cage" /bin/nc -l 19999 &
expect inside not-yet 'runs in the cage; a `bash` is to be there'
expect listener not-yet 'it is to be `nc -l '"$BERTH_STUDENT_PORT"'`'
kill $!
# A socket with the port's number as its name, and a port of the other kind: no line would come in there.
for other in -lU -lu; do
  chroot "$cage" /bin/nc "$other" "$BERTH_STUDENT_PORT" &
  expect listener not-yet 'runs in the cage; it is to be `nc -l '"$BERTH_STUDENT_PORT"'`'
  kill $!
done
chroot "$cage" /bin/nc -l "$BERTH_STUDENT_PORT" &
passed listener
kill $!
wait || true
