# Two programs: no image, a compiler left, another CMD, too much in it, not static, imported, only one of them run.
mkdir -p ~/pair
cd ~/pair
for side in north south; do
  word=BERTH_STUDENT_${side^^}
  printf '#include <stdio.h>\n\nint main(void) {\n    puts("%s");\n}\n' "${!word}" >$side.c
done
build() { cat >Dockerfile && docker build -t "$BERTH_STUDENT_PAIR" .; }
first_two() { printf 'FROM gcc AS one\nCOPY north.c /\nRUN gcc %s -o /north /north.c\nFROM %s AS two\nCOPY south.c /\nRUN gcc -static -o /south /south.c\n' "$1" "$2"; }
both='COPY --from=one /north /\nCOPY --from=two /south /\n'
expect pair not-yet "there is no image \`$BERTH_STUDENT_PAIR\` yet"
{ first_two -static gcc-musl; printf 'COPY --from=one /north /\nCMD ["/north"]\n'; } | build
expect pair not-yet "a compiler is still in"
{ first_two -static gcc-musl; printf "FROM scratch\n$both"; } | build
expect pair not-yet "has no \`CMD\`; it is to be"
{ first_two -static gcc-musl; printf "FROM scratch\n${both}CMD /north\n"; } | build
expect pair not-yet "it is \`/bin/sh -c /north\`"
{ first_two -static gcc; printf "FROM scratch\n${both}CMD [\"/north\"]\n"; } | build
expect pair not-yet "is \`/south\` from \`gcc-musl\`?"
{ first_two -static gcc-musl; printf "FROM scratch\n${both}COPY north.c /\nCMD [\"/north\"]\n"; } | build
expect pair not-yet "has 3 layers; two with"
{ first_two "" gcc-musl; printf "FROM scratch\n${both}CMD [\"/north\"]\n"; } | build
docker run "$BERTH_STUDENT_PAIR" || true
expect pair not-yet "one of the two programs could not be started"
docker ps -aq | xargs docker rm
{ first_two -static gcc-musl; printf "FROM scratch\n${both}CMD [\"/north\"]\n"; } | build
docker run "$BERTH_STUDENT_PAIR" /south
expect pair not-yet "has run \`/north\` and said"
docker ps -aq | xargs docker rm
docker run "$BERTH_STUDENT_PAIR"
expect pair not-yet "has run \`/south\` and said"
docker create --name made "$BERTH_STUDENT_PAIR"
docker export made | docker import --change 'CMD ["/north"]' - "$BERTH_STUDENT_PAIR"
docker run "$BERTH_STUDENT_PAIR"
docker run "$BERTH_STUDENT_PAIR" /south
expect pair not-yet "was not built from a Dockerfile"
