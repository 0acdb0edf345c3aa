# A right way through the lesson, as a student would type it. What is typed into a second terminal there runs beside here.
cage=~/$BERTH_STUDENT_CAGE

mkdir -p "$cage/bin"
cp /bin/bash "$cage/bin"
passed folder

if chroot "$cage" /bin/bash; then exit 1; fi
ldd /bin/bash
cp -u --parents $(ldd /bin/bash | grep -o '/lib[^ ]*') "$cage"
find "$cage"

# Whoever is in the cage: types there what comes through the pipe.
mkfifo typed
script -qec "chroot $cage /bin/bash" /dev/null <typed >seen.txt &
exec 7>typed
inside() { printf '%s\n' "$*" >&7; }
until_seen() { until grep -q "$1" seen.txt; do sleep 0.1; done; }
inside 'pwd; echo /*; ls'
until_seen 'ls: command not found'
passed inside

inside "echo $BERTH_STUDENT_WORD > /note.txt"
until [ -s "$cage/note.txt" ]; do sleep 0.1; done
[ ! -e /note.txt ]
passed note

cp -u --parents /bin/ps $(ldd /bin/ps | grep -o '/lib[^ ]*') "$cage"
mkdir -p "$cage/proc"
mount -t proc proc "$cage/proc"
sleep "$BERTH_STUDENT_SECONDS" &
sleeper=$!
until grep -qz "$BERTH_STUDENT_SECONDS" "/proc/$sleeper/cmdline"; do sleep 0.1; done
inside 'ps aux'
until_seen "sleep $BERTH_STUDENT_SECONDS"
answer seen "$(awk -v seconds="$BERTH_STUDENT_SECONDS" '$11 == "sleep" && $12 + 0 == seconds { print $2 }' seen.txt)"
passed seen

inside "kill $sleeper"
wait "$sleeper" || [ $? = 143 ]
inside 'echo $HOSTNAME'
until_seen "$HOSTNAME"
inside exit

cp -u --parents /bin/nc $(ldd /bin/nc | grep -o '/lib[^ ]*') "$cage"
chroot "$cage" /bin/nc -l "$BERTH_STUDENT_PORT" > came.txt &
passed listener
echo hello from outside | nc -N localhost "$BERTH_STUDENT_PORT"
until grep -q 'hello from outside' came.txt; do sleep 0.1; done

exec 7>&-
wait
umount "$cage/proc"
# Not the student's: the solutions of other lessons run on this machine as well.
rm typed seen.txt came.txt
