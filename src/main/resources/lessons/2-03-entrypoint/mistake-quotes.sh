# Not mended: single quotes, no brackets, another word, a commit, not run, run with --entrypoint.
mkdir -p ~/d
build() { printf 'FROM debian\n%s\n' "$1" >~/d/Dockerfile && docker build -t "$BERTH_STUDENT_CLOCK:quotes" ~/d; }
expect quotes not-yet "there is no image \`$BERTH_STUDENT_CLOCK:quotes\` yet"
build "ENTRYPOINT ['echo', '$BERTH_STUDENT_WORD']"
docker run --entrypoint echo "$BERTH_STUDENT_CLOCK:quotes" "$BERTH_STUDENT_WORD"
expect quotes not-yet "still starts a shell: its \`ENTRYPOINT\` is \`/bin/sh -c ['echo'"
build "ENTRYPOINT echo $BERTH_STUDENT_WORD"
docker run "$BERTH_STUDENT_CLOCK:quotes"
expect quotes not-yet "this works, and it is still shell form"
build "CMD [\"echo\", \"$BERTH_STUDENT_WORD\"]"
expect quotes not-yet "has no \`ENTRYPOINT\`"
build 'ENTRYPOINT ["echo", "somebody"]'
expect quotes not-yet "is \`echo somebody\`; it is to be"
docker create --name made debian
docker commit --change "ENTRYPOINT [\"echo\", \"$BERTH_STUDENT_WORD\"]" made "$BERTH_STUDENT_CLOCK:quotes"
expect quotes not-yet "was not built from a Dockerfile"
build "ENTRYPOINT [\"echo\", \"$BERTH_STUDENT_WORD\"]"
docker run --entrypoint /bin/echo "$BERTH_STUDENT_CLOCK:quotes" "$BERTH_STUDENT_WORD"
expect quotes not-yet "no container from it has printed"
