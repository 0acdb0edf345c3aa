# A cage at another place, without libraries, and a shell that is not in it.
cage=~/$BERTH_STUDENT_CAGE

expect folder not-yet 'there is no folder'
mkdir "/$BERTH_STUDENT_CAGE"
expect folder not-yet 'is to be in your home folder'
mkdir "$cage"
rmdir "/$BERTH_STUDENT_CAGE"
cp /bin/bash "$cage"
expect folder not-yet 'it is to be one folder deeper'
mv "$cage/bash" "$cage/bin"
expect folder not-yet 'is a file: it was the copy itself'
rm "$cage/bin"
mkdir "$cage/bin"
expect folder not-yet 'no `bash` is in it'
expect inside not-yet 'so nothing can be started'
touch "$cage/bin/bash"
cp /bin/bash "$cage/bin"
expect folder not-yet 'its mode is 0644, and not 0755'
expect inside not-yet 'it may not be started'
rm "$cage/bin/bash"
printf '#!/bin/bash\n' > "$cage/bin/bash"
chmod 755 "$cage/bin/bash"
expect folder not-yet 'it is no copy of `/bin/bash`'
rm "$cage/bin/bash"
cp /bin/bash "$cage/bin"
passed folder

expect inside not-yet 'but not the loader'
if chroot "$cage" /bin/bash; then exit 1; fi
cp -u --parents $(ldd /bin/bash | grep -o '/lib[^ ]*') "$cage"
expect inside not-yet 'no `bash` runs there now'
mkfifo typed
# Outside of the cage, it is another bash.
bash <typed &
exec 7>typed
echo "cd $cage" >&7
expect inside not-yet 'no `bash` runs there now'
exec 7>&-
wait
# Another cage counts for nothing.
cp -a "$cage" ~/another
chroot ~/another /bin/bash <typed &
exec 7>typed
expect inside not-yet 'no `bash` runs there now'
exec 7>&-
wait
