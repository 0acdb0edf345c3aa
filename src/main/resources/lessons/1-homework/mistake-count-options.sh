# Lines for the fourth part whose options keep the number from being printed, or the container from being found.
name=$BERTH_STUDENT_COUNTER

try count "wc -l /etc/passwd" 'it has to be one line that begins with `docker run`'
try count "docker run alpine wc -l /etc/passwd" '`--name '"$name"'` calls it as the task says'
try count "docker run -it --name $name alpine wc -l /etc/passwd" '`-it` asks for a terminal'
try count "docker run --rm -d --name $name alpine wc -l /etc/passwd" 'leave `-d` out'

answer count-line "docker run --rm --name $name busybox wc -l /etc/passwd"
submit
graded count 0 'made no container from `alpine`'
