# The static one: no image, one stage, a layer too many, shell form, another CMD, not static, another word, imported, not run.
mkdir -p ~/tiny
cd ~/tiny
source_code() { printf '#include <stdio.h>\n\nint main(void) {\n    puts("hello from %s");\n}\n' "$1" >hello.c; }
build() { cat >Dockerfile && docker build -t "$BERTH_STUDENT_APP:static" .; }
two_stages() { printf 'FROM gcc AS build\nCOPY hello.c /src/hello.c\nRUN gcc %s -o /hello /src/hello.c\nFROM scratch\nCOPY --from=build /hello /hello\n%s\n' "$1" "$2" | build; }
source_code "$BERTH_STUDENT_WORD"
expect static not-yet "there is no image \`$BERTH_STUDENT_APP:static\` yet"
printf 'FROM gcc\nCOPY hello.c /src/hello.c\nRUN gcc -static -o /hello /src/hello.c\nCMD ["/hello"]\n' | build
docker run "$BERTH_STUDENT_APP:static"
expect static not-yet "the compiler is still in it"
printf 'FROM gcc AS build\nCOPY hello.c /src/hello.c\nRUN gcc -static -o /hello /src/hello.c\nFROM scratch\nCOPY --from=build /hello /hello\nCOPY hello.c /\nCMD ["/hello"]\n' | build
expect static not-yet "has 2 layers; one with"
two_stages -static 'CMD /hello'
expect static not-yet "in shell form, and there is no shell in it"
two_stages -static ''
expect static not-yet "has no \`CMD\`"
two_stages -static 'CMD ["hello"]'
expect static not-yet "is to be \`/hello\`; it is \`hello\`"
two_stages "" 'CMD ["/hello"]'
docker run "$BERTH_STUDENT_APP:static" || true
expect static not-yet "needs a loader and libraries"
docker ps -aq | xargs docker rm
source_code somebody
two_stages -static 'CMD ["/hello"]'
docker run "$BERTH_STUDENT_APP:static"
expect static not-yet "the program says \`hello from somebody\`"
docker ps -aq | xargs docker rm
source_code "$BERTH_STUDENT_WORD"
two_stages -static 'CMD ["/hello"]'
expect static not-yet "no container from it has said anything yet"
docker run --rm "$BERTH_STUDENT_APP:static"
expect static not-yet "removed at once"
# The same file, by import.
docker create --name made "$BERTH_STUDENT_APP:static"
docker export made | docker import --change 'CMD ["/hello"]' - "$BERTH_STUDENT_APP:static"
docker run "$BERTH_STUDENT_APP:static"
expect static not-yet "was not built from a Dockerfile"
