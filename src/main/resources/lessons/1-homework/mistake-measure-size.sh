# Lines for the fifth part that print another size.
name=$BERTH_STUDENT_SCALE

try measure "docker run --rm --name $name busybox df -h /" '`du` adds up the files'
try measure "docker run --rm --name $name busybox echo 2.1M" '`echo` prints what it is told'
try measure "docker run --rm --name $name busybox du -smx /" '`-m` counts whole MiB'
try measure "docker run --rm --name $name busybox du -sh /bin" 'in a machine where the number is another one'

answer measure-line "docker run --rm --name $name busybox du -hx /"
submit
graded measure 3 'in a machine that it had never seen'
