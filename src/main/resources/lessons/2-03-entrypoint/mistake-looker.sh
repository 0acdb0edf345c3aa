# The look inside: no image, another ENTRYPOINT, removed, after date, file within --entrypoint, another image, another program.
expect looker not-yet "there is no image \`$BERTH_STUDENT_CLOCK:both\` yet"
mkdir -p ~/d
printf 'FROM debian\nENTRYPOINT ["date"]\n' >~/d/Dockerfile
docker build -t "$BERTH_STUDENT_CLOCK:both" ~/d
expect looker not-yet "there is no container \`$BERTH_STUDENT_LOOKER\` yet"
printf 'FROM debian\nENTRYPOINT ["cat"]\n' >~/d/Dockerfile
docker build -t "$BERTH_STUDENT_CLOCK:both" ~/d
docker run --name "$BERTH_STUDENT_LOOKER" "$BERTH_STUDENT_CLOCK:both" /etc/os-release
expect looker not-yet "is no longer \`date\`, but \`cat\`"
docker rm "$BERTH_STUDENT_LOOKER"
docker tag debian "$BERTH_STUDENT_CLOCK:both"
expect looker not-yet "has no \`ENTRYPOINT\` any more"
printf 'FROM debian\nENTRYPOINT ["date"]\nCMD ["+%%A"]\n' >~/d/Dockerfile
docker build -t "$BERTH_STUDENT_CLOCK:both" ~/d
docker run --rm --name "$BERTH_STUDENT_LOOKER" --entrypoint cat "$BERTH_STUDENT_CLOCK:both" /etc/os-release
expect looker not-yet "has been removed again"
docker run --name "$BERTH_STUDENT_LOOKER" "$BERTH_STUDENT_CLOCK:both" cat /etc/os-release || true
expect looker not-yet "\`cat\` came after \`date\`"
docker rm "$BERTH_STUDENT_LOOKER"
docker run --name "$BERTH_STUDENT_LOOKER" --entrypoint "cat /etc/os-release" "$BERTH_STUDENT_CLOCK:both" || true
expect looker not-yet "Docker has found no program \`cat /etc/os-release\`"
docker rm "$BERTH_STUDENT_LOOKER"
docker run --name "$BERTH_STUDENT_LOOKER" debian cat /etc/os-release
expect looker not-yet "was made from \`debian\`"
docker rm "$BERTH_STUDENT_LOOKER"
docker run --name "$BERTH_STUDENT_LOOKER" --entrypoint cat "$BERTH_STUDENT_CLOCK:both" /etc/passwd
expect looker not-yet "has run \`cat /etc/passwd\`"
docker rm "$BERTH_STUDENT_LOOKER"
docker run --name "$BERTH_STUDENT_LOOKER" --entrypoint grep "$BERTH_STUDENT_CLOCK:both" . /etc/os-release
expect looker not-yet "it is to be \`cat /etc/os-release\`"
