# What is left at home: no image, all of it sent, deleted later, copied one by one, another page, the key still there, not listed.
mkdir -p ~/board/pages
cd ~/board
echo "$BERTH_STUDENT_WORD" >pages/index.html
dd if=/dev/zero of=film.raw bs=1M count=12
echo "$BERTH_STUDENT_GHOST" >key.txt
build() { printf "FROM busybox\nWORKDIR /srv\n$1\n" >Dockerfile && docker build -t "$BERTH_STUDENT_SITE:all" .; }
expect ignored not-yet "there is no image \`$BERTH_STUDENT_SITE:all\` yet"
build 'COPY . .'
docker run "$BERTH_STUDENT_SITE:all" ls
expect ignored not-yet "\`film.raw\` is still in"
docker ps -aq | xargs docker rm
build 'COPY . .\nRUN rm film.raw key.txt'
docker run "$BERTH_STUDENT_SITE:all" ls
expect ignored not-yet "the files were deleted in a later layer"
docker ps -aq | xargs docker rm
build 'COPY pages/index.html pages/\nCOPY Dockerfile .'
docker run "$BERTH_STUDENT_SITE:all" ls
expect ignored not-yet "was not built with the line \`COPY . .\`"
docker ps -aq | xargs docker rm
echo '*.raw' >.dockerignore
build 'COPY . .'
docker run "$BERTH_STUDENT_SITE:all" ls
expect ignored not-yet "\`key.txt\` was in the image when"
docker run "$BERTH_STUDENT_SITE:all" ls Dockerfile
expect ignored not-yet "\`key.txt\` was in the image when"
docker ps -aq | xargs docker rm
docker run --name hides "$BERTH_STUDENT_SITE:all" ls Dockerfile
expect ignored not-yet "no container from \`$BERTH_STUDENT_SITE:all\` has listed"
docker rm hides
echo key.txt >>.dockerignore
echo other >pages/index.html
build 'COPY . .'
expect ignored not-yet "no container from \`$BERTH_STUDENT_SITE:all\` has listed"
docker run "$BERTH_STUDENT_SITE:all" ls
expect ignored not-yet "the page in \`$BERTH_STUDENT_SITE:all\` does not say"
