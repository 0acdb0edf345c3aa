# The machine's own name is changed, or the file is written too early.

expect own-name not-yet 'no shell with a `uts` namespace of its own runs yet'
hostname "$BERTH_STUDENT_HOST"
hostname > ~/name.txt
expect own-name not-yet 'but no shell with a `uts` namespace of its own'
hostname vm1
# In a container, bash has more of its own than that.
docker run -d -i --name shell debian bash
expect own-name not-yet 'but no shell with a `uts` namespace of its own'
mkfifo typed
nsenter -t "$(docker inspect --format '{{.State.Pid}}' shell)" -u bash <typed &
exec 7>typed
expect own-name not-yet 'with the host name of a container'
exec 7>&-
wait
rm ~/name.txt
unshare -u bash <typed &
exec 7>typed
expect own-name not-yet 'is not in `~/name.txt` yet'
echo 'hostname > ~/name.txt' >&7
expect own-name not-yet 'it was written before the name was set'
# A name in the file that the shell does not have.
expect own-name not-yet 'it was written before the name was set'
echo "$BERTH_STUDENT_HOST" > ~/name.txt
expect own-name not-yet 'with a `uts` namespace of its own is `vm1`'
exec 7>&-
wait
docker rm -f shell
