# Programs that are not what the task asks for, and wrong reasons for what they do.
mkdir -p ~/homework
docker run -d --name glibc gcc sleep 3600 >/dev/null
docker run -d --name musl gcc-musl sleep 3600 >/dev/null
# compile CONTAINER FILE TEXT OPTION...
compile() {
  printf '#include <stdio.h>\n\nint main(void) {\n    puts("%s");\n    return 0;\n}\n' "$3" >/tmp/hello.c
  docker cp /tmp/hello.c "$1:/hello.c"
  docker exec "$1" gcc "${@:4}" -o /hello /hello.c
  docker cp "$1:/hello" ~/homework/"$2"
}
greeting="greetings from $BERTH_STUDENT_GREETING"
answer size-glibc 1
answer size-musl 1
answer cross-glibc B
answer cross-glibc-why F
answer cross-musl B
answer cross-musl-why F

submit
graded compile 0 'there is no file `hello-glibc` among those that you submitted'
graded cross 0 'it belongs into `~/homework`'

# The one in the place of the other; and another student's.
compile musl hello-glibc "$greeting"
compile musl hello-musl 'greetings from somebody'
submit
graded compile 0 '`hello-glibc` does not run in a container from `gcc`'
graded compile 0 'prints `greetings from somebody`'
graded compile 0 'it is to print `'"$greeting"'`'
graded cross 0 'this counts when `hello-glibc` is the program that the task asks for'
graded cross 0 'this counts when `hello-musl` is the program that the task asks for'

compile glibc hello-glibc "$greeting"
compile musl hello-musl "$greeting"
submit
graded compile 2 'the file that you submitted has another size'
graded cross 0 'what you saw is so; the reason is another one'
graded cross 0 '`readelf -l hello-musl` prints the loader'

answer cross-glibc A
answer cross-musl A
answer size-glibc "$(stat -c %s ~/homework/hello-glibc) bytes"
submit
graded compile 3 'that is the size of `hello-glibc`'
graded cross 0 'no such file or directory`, although the file is there; you wrote `A`'

# Without a loader it runs everywhere, and whoever saw that and knows why is right.
compile glibc hello-glibc "$greeting" -static
answer cross-glibc-why E
submit
graded cross 2 'what you saw is so, and for this reason'
