# What the page says while answers are typed: what cannot be an answer is no answer yet.
printf -v zeros '%064d' 0
mkdir -p ~/homework

expect words not-yet 'not answered yet'
answer words-sum "$BERTH_STUDENT_WORD $BERTH_STUDENT_NUMBER"
expect words not-yet 'is no checksum'
answer words-sum "SHA256:$zeros  /tmp/words"
passed words

expect manifest not-yet 'not all of its questions are answered yet'
answer manifest-path "srv/$BERTH_STUDENT_SHELF/manifest"
expect manifest not-yet 'is no whole path'
answer manifest-path "/srv/$BERTH_STUDENT_SHELF/manifest"
answer manifest-sum manifest
expect manifest not-yet 'is no checksum'

expect tool not-yet 'not all of its questions are answered yet'
answer tool-path sha256sum
expect tool not-yet 'is no whole path'
answer tool-path /bin/sha256sum
answer tool-sum "${zeros#0}"
expect tool not-yet 'is no checksum'

expect count not-yet 'not answered yet'
answer count-line 33
expect count not-yet 'does not begin with `docker run`'
answer count-line 'docker run alpine wc -l /etc/passwd'
expect count not-yet 'does not say the name `'"$BERTH_STUDENT_COUNTER"'`'

expect measure not-yet 'not answered yet'
answer measure-line '2.1M'
expect measure not-yet 'does not begin with `docker run`'
answer measure-line 'docker run --rm busybox du -sh /'
expect measure not-yet 'does not say the name `'"$BERTH_STUDENT_SCALE"'`'

expect lone not-yet 'not all of its questions are answered yet'
answer lone-name "$BERTH_STUDENT_LONE"
expect lone not-yet 'is no whole path'
answer lone-name "/$BERTH_STUDENT_LONE"
answer lone-sum 2.1M
expect lone not-yet 'is no checksum'

expect web not-yet 'not all of its questions are answered yet'
answer web-distribution 'Debian GNU/Linux'
answer web-user www-data
answer web-processes four
expect web not-yet 'write `12`, not `twelve`'

expect compile not-yet 'there is no file `~/homework/hello-glibc` yet'
touch ~/homework/hello-glibc
expect compile not-yet 'there is no file `~/homework/hello-musl` yet'
touch ~/homework/hello-musl
expect compile not-yet 'not all of its questions are answered yet'
answer size-glibc 'sixteen thousand'
expect compile not-yet '`sixteen thousand` is no number of bytes'
answer size-glibc '15,960 bytes'
answer size-musl '18K'
expect compile not-yet '`18K` is no number of bytes'

expect cross not-yet 'not all of its questions are answered yet'
answer cross-glibc no
expect cross not-yet '`no` is neither A nor B'
answer cross-glibc B
answer cross-musl b.
answer cross-glibc-why A
expect cross not-yet '`A` is none of C, D, E and F'
