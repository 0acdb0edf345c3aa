# Lines: no image, shell form, the file in ENTRYPOINT, another program, another CMD, a commit, containers removed at once, one file only.
mkdir -p ~/d
build() { printf 'FROM debian\n%s\n%s\n' "$1" "${2:-}" >~/d/Dockerfile && docker build -t "$BERTH_STUDENT_COUNTER" ~/d; }
expect counter not-yet "there is no image \`$BERTH_STUDENT_COUNTER\` yet"
build 'ENTRYPOINT wc -l' 'CMD ["/etc/passwd"]'
expect counter not-yet "It would not pass the file on"
build 'ENTRYPOINT ["wc", "-l", "/etc/passwd"]'
expect counter not-yet "it would count both"
build 'CMD ["wc", "-l", "/etc/passwd"]'
docker run "$BERTH_STUDENT_COUNTER"
docker run "$BERTH_STUDENT_COUNTER" wc -l /etc/group
docker run --entrypoint wc "$BERTH_STUDENT_COUNTER" -l /etc/group
expect counter not-yet "has no \`ENTRYPOINT\`: a file of yours replaces its whole \`CMD\`"
build 'ENTRYPOINT ["cat"]'
expect counter not-yet "what stays in both cases is \`wc -l\`"
build 'ENTRYPOINT ["wc", "-l"]'
expect counter not-yet "has no \`CMD\`: without further words, \`wc -l\` has no file"
build 'ENTRYPOINT ["wc", "-l"]' 'CMD ["/etc/group"]'
expect counter not-yet "without further words it has to be \`/etc/passwd\`"
docker create --name made debian
docker commit --change 'ENTRYPOINT ["wc", "-l"]' --change 'CMD ["/etc/passwd"]' made "$BERTH_STUDENT_COUNTER"
expect counter not-yet "was not built from a Dockerfile"
build 'ENTRYPOINT ["wc", "-l"]' 'CMD ["/etc/passwd"]'
expect counter not-yet "has counted \`/etc/passwd\` yet"
docker run --rm "$BERTH_STUDENT_COUNTER"
expect counter not-yet "removed at once"
