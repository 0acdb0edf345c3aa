# Lines: only of one file, or of the other one by another program.
mkdir -p ~/d
printf 'FROM debian\nENTRYPOINT ["wc", "-l"]\nCMD ["/etc/passwd"]\n' >~/d/Dockerfile
docker build -t "$BERTH_STUDENT_COUNTER" ~/d
docker run "$BERTH_STUDENT_COUNTER"
docker run --entrypoint /usr/bin/grep "$BERTH_STUDENT_COUNTER" -c . /etc/group
expect counter not-yet "now give it the other file"
