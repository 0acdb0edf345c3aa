# The variable: no image, another value, in the Dockerfile, as ENV, by commit, not printed.
mkdir -p ~/board
cd ~/board
build() { printf 'FROM busybox\nWORKDIR /srv\n%s\nRUN echo "quay $QUAY" > place.txt\n' "$1" >Dockerfile && docker build -t "$BERTH_STUDENT_SITE:args" "${@:2}" .; }
expect args not-yet "there is no image \`$BERTH_STUDENT_SITE:args\` yet"
build 'ARG QUAY=none'
docker run "$BERTH_STUDENT_SITE:args" sh -c "echo quay $BERTH_STUDENT_QUAY > place.txt; cat place.txt"
docker run -e "QUAY=$BERTH_STUDENT_QUAY" "$BERTH_STUDENT_SITE:args" cat place.txt
expect args not-yet "was built with another value for \`QUAY\`"
docker commit "$(docker ps -lq)" "$BERTH_STUDENT_SITE:args"
expect args not-yet "\`QUAY\` is an \`ENV\`"
build "ARG QUAY=$BERTH_STUDENT_QUAY"
docker run "$BERTH_STUDENT_SITE:args" cat place.txt
expect args not-yet "you have written the value into the Dockerfile"
docker ps -aq | xargs docker rm
build 'ENV QUAY=none' --build-arg "QUAY=$BERTH_STUDENT_QUAY"
expect args not-yet "\`QUAY\` is an \`ENV\`"
build 'ARG QUAY=none' --build-arg "QUAY=$BERTH_STUDENT_QUAY"
docker run --rm "$BERTH_STUDENT_SITE:args" cat place.txt
docker run busybox echo "quay $BERTH_STUDENT_QUAY"
expect args not-yet "has printed \`place.txt\` yet"
