# Lines for the fourth part that print another number, or none.
name=$BERTH_STUDENT_COUNTER

try count "docker run --rm --name $name alpine wc -l < /etc/passwd" '`<` opens the file of the machine'
try count "docker run --rm --name $name alpine wc -c /etc/passwd" '`wc -c` counts bytes'
try count "docker run --rm --name $name alpine echo 33" '`echo` prints what it is told'
try count "docker run --rm --name $name alpine sh -c 'echo 33'" 'in a machine where the number is another one'
try count "docker run --rm --name $name alpine cat /etc/passwd" 'its last line does not begin with a number'

answer count-line "docker container run --name=$name alpine sh -c 'cat /etc/passwd | wc -l'"
submit
graded count 3 'in a machine that it had never seen'
