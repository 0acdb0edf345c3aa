# The first stage: no image, the last stage, another line, a CMD more, not shown, removed.
mkdir -p ~/tiny
cd ~/tiny
printf '#include <stdio.h>\n\nint main(void) {\n    puts("hello from %s");\n}\n' "$BERTH_STUDENT_WORD" >hello.c
stages() { printf 'FROM gcc AS build\nCOPY hello.c /src/hello.c\nRUN gcc %s -o /hello /src/hello.c\n%s\nFROM scratch\nCOPY --from=build /hello /hello\nCMD ["/hello"]\n' "$1" "${2:-}" >Dockerfile; }
expect first not-yet "there is no image \`$BERTH_STUDENT_FIRST\` yet"
stages -static
docker build -t "$BERTH_STUDENT_FIRST" .
expect first not-yet "is the last stage"
stages ""
docker build --target build -t "$BERTH_STUDENT_FIRST" .
docker run "$BERTH_STUDENT_FIRST" cat /src/hello.c
expect first not-yet "was not built by the stage with"
docker tag gcc "$BERTH_STUDENT_FIRST"
expect first not-yet "was not built by the stage with"
stages -static 'CMD ["/hello"]'
docker build --target build -t "$BERTH_STUDENT_FIRST" .
docker ps -aq | xargs docker rm
expect first not-yet "its \`CMD\` is \`/hello\`"
stages -static
docker build --target build -t "$BERTH_STUDENT_FIRST" .
docker run "$BERTH_STUDENT_FIRST" /hello
expect first not-yet "has shown the source code yet"
docker run --rm "$BERTH_STUDENT_FIRST" cat /src/hello.c
expect first not-yet "removed at once"
