# The small one: no image, the compiler in it, the other compiler, not static, not run, removed.
mkdir -p ~/tiny
cd ~/tiny
printf '#include <stdio.h>\n\nint main(void) {\n    puts("hello from %s");\n}\n' "$BERTH_STUDENT_WORD" >hello.c
stages() { printf 'FROM %s AS build\nCOPY hello.c /src/hello.c\nRUN gcc %s -o /hello /src/hello.c\nFROM scratch\nCOPY --from=build /hello /hello\nCMD ["/hello"]\n' "$1" "$2" >Dockerfile && docker build -t "$BERTH_STUDENT_APP:musl" .; }
expect musl not-yet "there is no image \`$BERTH_STUDENT_APP:musl\` yet"
docker tag gcc-musl "$BERTH_STUDENT_APP:musl"
expect musl not-yet "larger than 100 kB"
printf 'FROM gcc-musl\nCOPY hello.c /src/hello.c\nRUN gcc -static -o /hello /src/hello.c\nCMD ["/hello"]\n' >Dockerfile
docker build -t "$BERTH_STUDENT_APP:musl" .
expect musl not-yet "layers; one with"
stages gcc -static
docker run "$BERTH_STUDENT_APP:musl"
expect musl not-yet "larger than 100 kB"
docker ps -aq | xargs docker rm
stages gcc-musl ""
docker run "$BERTH_STUDENT_APP:musl" || true
expect musl not-yet "needs a loader and a library"
docker ps -aq | xargs docker rm
stages gcc-musl "-static -s"
expect musl not-yet "no container from it has said"
docker run --rm "$BERTH_STUDENT_APP:musl"
expect musl not-yet "removed at once"
