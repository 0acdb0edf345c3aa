# The greeting: only one of the two ways, or the words by another program.
mkdir -p ~/d
printf 'FROM debian\nENTRYPOINT ["echo", "%s"]\nCMD ["is at rest"]\n' "$BERTH_STUDENT_WORD" >~/d/Dockerfile
docker build -t "$BERTH_STUDENT_GREETER" ~/d
expect greeter not-yet "no container has said \`$BERTH_STUDENT_WORD is at rest\` yet"
docker run "$BERTH_STUDENT_GREETER"
docker run "$BERTH_STUDENT_GREETER" is at rest
docker run --entrypoint echo "$BERTH_STUDENT_GREETER" "$BERTH_STUDENT_WORD is on the way"
expect greeter not-yet "now run it with further words"
