# The seal: no image, build arguments, a copied file, no secret, another CMD, the wrong order, not run, removed at once.
mkdir -p ~/own
echo "$BERTH_STUDENT_USER" >~/own/user
echo "$BERTH_STUDENT_KEY" >~/own/key
own() { buildkit "$BERTH_STUDENT_OWN" ~/own --secret "id=user,src=$HOME/own/user" --secret "id=key,src=$HOME/own/key" "$@"; }
line='RUN --mount=type=secret,id=user --mount=type=secret,id=key cat /run/secrets/user /run/secrets/key | sha256sum > /seal'
expect own not-yet "there is no image \`$BERTH_STUDENT_OWN\` yet"
printf 'FROM busybox\nARG U\nARG K\nRUN (echo $U; echo $K) | sha256sum > /seal\nCMD ["cat", "/seal"]\n' | own --build-arg "U=$BERTH_STUDENT_USER" --build-arg "K=$BERTH_STUDENT_KEY"
docker run "$BERTH_STUDENT_OWN"
expect own not-yet "the history of \`$BERTH_STUDENT_OWN\` tells one of the secrets"
removed
printf 'FROM busybox\nRUN --mount=type=secret,id=key (echo %s; cat /run/secrets/key) | sha256sum > /seal\nCMD ["cat", "/seal"]\n' "$BERTH_STUDENT_USER" | own
docker run "$BERTH_STUDENT_OWN"
expect own not-yet "the history of \`$BERTH_STUDENT_OWN\` tells one of the secrets"
removed
printf 'FROM busybox\nCOPY user key /run/secrets/\nRUN cat /run/secrets/user /run/secrets/key | sha256sum > /seal\nRUN rm -r /run/secrets\nCMD ["cat", "/seal"]\n' | own
docker run "$BERTH_STUDENT_OWN"
expect own not-yet "was copied into a layer"
removed
printf 'FROM busybox\nRUN --mount=type=secret,id=user --mount=type=secret,id=key cat /run/secrets/user /run/secrets/key | tee /run/secrets.txt | sha256sum > /seal\nCMD ["cat", "/seal"]\n' | own
docker run "$BERTH_STUDENT_OWN"
expect own not-yet "copies a secret into its layer"
removed
printf 'FROM busybox\nRUN echo %s > /seal\nCMD ["cat", "/seal"]\n' "$BERTH_STUDENT_SEAL" | own
docker run "$BERTH_STUDENT_OWN"
expect own not-yet "no line of \`$BERTH_STUDENT_OWN\` has read a secret"
removed
printf 'FROM busybox\n%s\nCMD cat /seal\n' "$line" | own
docker run "$BERTH_STUDENT_OWN"
expect own not-yet "is to be \`cat /seal\`; it is"
removed
printf 'FROM busybox\nRUN --mount=type=secret,id=user --mount=type=secret,id=key cat /run/secrets/key /run/secrets/user | sha256sum > /seal\nCMD ["cat", "/seal"]\n' | own
docker run "$BERTH_STUDENT_OWN"
expect own not-yet "the seal is another one"
removed
printf 'FROM busybox\n%s\nCMD ["cat", "/seal"]\n' "$line" | own
expect own not-yet "no container from it has printed the seal yet"
docker run --rm "$BERTH_STUDENT_OWN"
expect own not-yet "removed at once"
