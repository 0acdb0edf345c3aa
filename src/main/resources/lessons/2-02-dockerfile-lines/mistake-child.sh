# The child: no base, a base without ONBUILD, no child, not from the base, tagged, another page, not shown.
mkdir -p ~/base ~/child/pages
expect child not-yet "there is no image \`$BERTH_STUDENT_BASE\` yet"
printf 'FROM busybox\nWORKDIR /srv\n' >~/base/Dockerfile
docker build -t "$BERTH_STUDENT_BASE" ~/base
expect child not-yet "has no line \`ONBUILD COPY pages/ .\`"
printf 'FROM busybox\nWORKDIR /srv\nONBUILD COPY pages/ .\n' >~/base/Dockerfile
docker build -t "$BERTH_STUDENT_BASE" ~/base
expect child not-yet "there is no image \`$BERTH_STUDENT_CHILD\` yet"
echo somebody >~/child/pages/index.html
printf 'FROM busybox\nWORKDIR /srv\nCOPY pages/ .\n' >~/child/Dockerfile
docker build -t "$BERTH_STUDENT_CHILD" ~/child
expect child not-yet "was not made from \`$BERTH_STUDENT_BASE\`"
docker tag "$BERTH_STUDENT_BASE" "$BERTH_STUDENT_CHILD"
docker run "$BERTH_STUDENT_CHILD" echo "$BERTH_STUDENT_NOTICE"
expect child not-yet "\`$BERTH_STUDENT_CHILD\` has no pages"
docker run --name by-hand "$BERTH_STUDENT_BASE" sh -c "echo $BERTH_STUDENT_NOTICE > index.html"
docker commit by-hand "$BERTH_STUDENT_CHILD"
docker run --name by-hand-too "$BERTH_STUDENT_CHILD" cat index.html
expect child not-yet "\`$BERTH_STUDENT_CHILD\` has no pages"
docker rm by-hand-too
echo "FROM $BERTH_STUDENT_BASE" >~/child/Dockerfile
docker build -t "$BERTH_STUDENT_CHILD" ~/child
expect child not-yet "no container from it has shown its page"
docker run "$BERTH_STUDENT_CHILD" cat index.html
expect child not-yet "says \`somebody\`; it is to say"
