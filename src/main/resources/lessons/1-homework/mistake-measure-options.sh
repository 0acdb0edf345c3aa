# Lines for the fifth part that print no size of this image's files, or do not end.
name=$BERTH_STUDENT_SCALE

try measure "docker run --rm -it --name $name busybox du -shx /" '`-it` asks for a terminal'
try measure "docker run -d --name $name busybox du -shx /" 'leave `-d` out'
try measure "docker run --rm --name $name debian du -shx /" 'made no container from `busybox`'
try measure "docker run --rm --name $name busybox du -h /" 'printed more than 16 KiB'

answer measure-line "docker run --rm --name $name busybox tail -f /etc/passwd"
submit
graded measure 0 'had not ended after 20 seconds'
