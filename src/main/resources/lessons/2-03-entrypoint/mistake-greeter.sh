# The greeting: nothing, single quotes, CMD alone, another word, all in ENTRYPOINT, no build, containers removed at once.
mkdir -p ~/d
build() { printf 'FROM debian\n%s\n%s\n' "$1" "${2:-}" >~/d/Dockerfile && docker build -t "$BERTH_STUDENT_GREETER" ~/d; }
expect greeter not-yet "there is no image \`$BERTH_STUDENT_GREETER\` yet"
build "ENTRYPOINT ['echo', '$BERTH_STUDENT_WORD']" 'CMD ["is at rest"]'
expect greeter not-yet "is in shell form: \`/bin/sh -c ['echo'"
build "CMD [\"echo\", \"$BERTH_STUDENT_WORD\", \"is at rest\"]"
docker run "$BERTH_STUDENT_GREETER"
docker run "$BERTH_STUDENT_GREETER" echo "$BERTH_STUDENT_WORD is on the way"
docker run --entrypoint echo "$BERTH_STUDENT_GREETER" "$BERTH_STUDENT_WORD is on the way"
expect greeter not-yet "has no \`ENTRYPOINT\`: further words replace its whole \`CMD\`"
build 'ENTRYPOINT ["echo", "somebody"]' 'CMD ["is at rest"]'
expect greeter not-yet "is \`echo somebody\`; what has to stay"
build "ENTRYPOINT [\"echo\", \"$BERTH_STUDENT_WORD is at rest\"]"
expect greeter not-yet "what has to stay is \`echo $BERTH_STUDENT_WORD\`"
build "ENTRYPOINT [\"echo\", \"$BERTH_STUDENT_WORD\"]" 'CMD is at rest'
expect greeter not-yet "the \`CMD\` of \`$BERTH_STUDENT_GREETER\` is in shell form"
build "ENTRYPOINT [\"echo\", \"$BERTH_STUDENT_WORD\"]"
expect greeter not-yet "has no \`CMD\`: without further words it prints only"
build "ENTRYPOINT [\"echo\", \"$BERTH_STUDENT_WORD\"]" 'CMD ["sleeps"]'
expect greeter not-yet "is \`sleeps\`; without further words"
# Right, but by commit, and by the name of another image.
docker create --name made debian
docker commit --change "ENTRYPOINT [\"echo\", \"$BERTH_STUDENT_WORD\"]" --change 'CMD ["is at rest"]' made "$BERTH_STUDENT_GREETER"
docker run "$BERTH_STUDENT_GREETER"
docker run "$BERTH_STUDENT_GREETER" is on the way
expect greeter not-yet "was not built from a Dockerfile"
docker ps -aq --filter "ancestor=$BERTH_STUDENT_GREETER" | xargs docker rm
docker tag debian "$BERTH_STUDENT_GREETER"
expect greeter not-yet "has no \`ENTRYPOINT\`"
build "ENTRYPOINT [\"echo\", \"$BERTH_STUDENT_WORD\"]" 'CMD ["is at rest"]'
expect greeter not-yet "no container has said"
docker run --rm "$BERTH_STUDENT_GREETER"
expect greeter not-yet "removed at once"
