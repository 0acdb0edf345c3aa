# Everything is there, and nobody has said the number.
cage=~/$BERTH_STUDENT_CAGE
mkdir -p "$cage/bin" "$cage/proc"
cp /bin/bash "$cage/bin"
cp -u --parents /bin/ps $(ldd /bin/bash /bin/ps | grep -o '/lib[^ ]*') "$cage"
mkfifo typed
chroot "$cage" /bin/bash <typed &
exec 7>typed
passed inside
sleep "$BERTH_STUDENT_SECONDS" &
sleeper=$!
expect seen not-yet 'its number is not known yet'
kill "$sleeper"
exec 7>&-
wait || true
