# The guard in shell form: no image, exec form, not executable, running, killed without TERM.
mkdir -p ~/guard
cat >~/guard/guard <<END
#!/bin/sh
tidy_up() {
    echo "$BERTH_STUDENT_WORD has heard TERM, and tidies up"
    exit 0
}
trap tidy_up TERM
echo "$BERTH_STUDENT_WORD is process \$\$"
while true; do sleep 1; done
END
build() { printf 'FROM debian\nCOPY guard /guard\n%s\n' "$2" >~/guard/Dockerfile && docker build -t "$BERTH_STUDENT_GUARD:$1" ~/guard; }
expect deaf not-yet "there is no image \`$BERTH_STUDENT_GUARD:shell\` yet"
build shell 'ENTRYPOINT ["/guard"]'
expect deaf not-yet "has the exec form"
build shell 'ENTRYPOINT /guard'
docker run --name "$BERTH_STUDENT_DEAF" "$BERTH_STUDENT_GUARD:shell" || true
expect deaf not-yet "could not be started"
docker rm "$BERTH_STUDENT_DEAF"
chmod +x ~/guard/guard
build shell 'ENTRYPOINT /guard'
docker run -d --name "$BERTH_STUDENT_DEAF" "$BERTH_STUDENT_GUARD:shell"
expect deaf not-yet "runs; now stop it"
docker kill "$BERTH_STUDENT_DEAF"
expect deaf not-yet "ended by KILL, without TERM"

expect calm not-yet "there is no image \`$BERTH_STUDENT_GUARD:exec\` yet"
build exec 'ENTRYPOINT /guard'
expect calm not-yet "still starts a shell: its \`ENTRYPOINT\` is \`/bin/sh -c /guard\`"
docker run -d --name "$BERTH_STUDENT_CALM" "$BERTH_STUDENT_GUARD:exec"
build exec "ENTRYPOINT ['/guard']"
expect calm not-yet "this is no JSON"
docker commit --change 'ENTRYPOINT ["/guard"]' "$BERTH_STUDENT_CALM" "$BERTH_STUDENT_GUARD:exec"
expect calm not-yet "was not built from a Dockerfile"
build exec 'ENTRYPOINT ["/guard"]'
expect calm not-yet "was made before you mended the image"
docker rm -f "$BERTH_STUDENT_CALM"
docker run -d --name "$BERTH_STUDENT_CALM" "$BERTH_STUDENT_GUARD:exec"
expect calm not-yet "runs; now stop it"
until docker logs "$BERTH_STUDENT_CALM" | grep process; do sleep 0.1; done
docker kill "$BERTH_STUDENT_CALM"
expect calm not-yet "was ended by KILL, so its program could not tidy up"
# TERM from inside.
docker start "$BERTH_STUDENT_CALM"
until [ "$(docker logs "$BERTH_STUDENT_CALM" | grep -c process)" = 2 ]; do sleep 0.1; done
docker exec "$BERTH_STUDENT_CALM" sh -c 'kill 1'
docker wait "$BERTH_STUDENT_CALM"
expect calm not-yet "TERM did not come from Docker"
