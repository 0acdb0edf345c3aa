# The licence: no image, a build argument, a copied file, no secret, the licence of another password, not run, removed at once.
mkdir -p ~/vault
echo "$BERTH_STUDENT_PASSWORD" >~/vault/password
safe() { buildkit "$BERTH_STUDENT_APP:safe" ~/vault --secret "id=password,src=$HOME/vault/password" "$@"; }
expect safe not-yet "there is no image \`$BERTH_STUDENT_APP:safe\` yet"
printf 'FROM busybox\nARG PASSWORD\nRUN echo "$PASSWORD" | sha256sum > /licence\nCMD ["cat", "/licence"]\n' | safe --build-arg "PASSWORD=$BERTH_STUDENT_PASSWORD"
docker run "$BERTH_STUDENT_APP:safe"
expect safe not-yet "the history of \`$BERTH_STUDENT_APP:safe\` tells the password"
printf 'FROM busybox\nENV PASSWORD=%s\nRUN --mount=type=secret,id=password sha256sum < /run/secrets/password > /licence\nCMD ["cat", "/licence"]\n' "$BERTH_STUDENT_PASSWORD" | safe
docker run "$BERTH_STUDENT_APP:safe"
expect safe not-yet "the history of \`$BERTH_STUDENT_APP:safe\` tells the password"
printf 'FROM busybox\nCOPY password /run/secrets/password\nRUN sha256sum < /run/secrets/password > /licence\nRUN rm /run/secrets/password\nCMD ["cat", "/licence"]\n' | safe
docker run "$BERTH_STUDENT_APP:safe"
expect safe not-yet "was copied into a layer"
printf 'FROM busybox\nCOPY password /run/secrets/password\nRUN sha256sum < /run/secrets/password > /licence\nRUN rm /run/secrets/password\nCMD ["cat", "/licence"]\n' >~/vault/Dockerfile
docker build -t "$BERTH_STUDENT_APP:safe" ~/vault
docker run "$BERTH_STUDENT_APP:safe"
expect safe not-yet "was copied into a layer"
removed
printf 'FROM busybox\nRUN echo %s > /licence\nCMD ["cat", "/licence"]\n' "$BERTH_STUDENT_LICENCE" | safe
docker run "$BERTH_STUDENT_APP:safe"
expect safe not-yet "no line of \`$BERTH_STUDENT_APP:safe\` has read a secret"
removed
printf 'FROM busybox\nRUN --mount=type=secret,id=password cp /run/secrets/password /root/ && sha256sum < /root/password > /licence\nCMD ["cat", "/licence"]\n' | safe
docker run "$BERTH_STUDENT_APP:safe"
expect safe not-yet "copies a secret into its layer"
removed
secret() { printf 'FROM busybox\nRUN --mount=type=secret,id=password sha256sum < /run/secrets/password > /licence\nCMD ["cat", "/licence"]\n'; }
echo other >~/vault/password
secret | safe
docker run "$BERTH_STUDENT_APP:safe"
expect safe not-yet "has the licence for another password"
removed
echo "$BERTH_STUDENT_PASSWORD" >~/vault/password
secret | safe --no-cache
expect safe not-yet "no container from it has printed the licence yet"
docker run --rm "$BERTH_STUDENT_APP:safe"
expect safe not-yet "removed at once"
