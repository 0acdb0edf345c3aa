# A shell that is still open, a sleeper that holds its terminal or is gone, and a look into it without a shell.

# The file that tells a terminal to leave; scripts that a stock Docker proves share one /tmp.
leave=$(mktemp -u)
{ until [ -e "$leave" ]; do sleep 0.1; done; echo exit; } | script -qec 'docker run -it debian bash' /dev/null &
expect shell not-yet 'is still open'
touch "$leave"
wait || true
rm "$leave"

expect sleeper not-yet 'there is no container called'
{ until [ -e "$leave" ]; do sleep 0.1; done; } | script -qec "docker run -it --name $BERTH_STUDENT_VESSEL debian sleep $BERTH_STUDENT_SECONDS" /dev/null &
expect sleeper not-yet 'sleeps, but it was started without `-d`'
docker rm -f "$BERTH_STUDENT_VESSEL"
touch "$leave"
wait || true
rm "$leave"
expect sleeper not-yet 'was there, and is gone again'

docker run -d --name "$BERTH_STUDENT_VESSEL" debian sleep "$BERTH_STUDENT_SECONDS"
passed sleeper
docker exec "$BERTH_STUDENT_VESSEL" ls /
expect inside not-yet 'you ran `ls /` in'
expect outside not-yet 'is not known yet: type it into the box'
docker kill "$BERTH_STUDENT_VESSEL"
expect outside not-yet 'so its `sleep` has no number'
