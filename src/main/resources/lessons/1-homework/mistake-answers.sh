# Answers that could be right: each report says what this one is, or where to look.
printf -v zeros '%064d' 0
sum() { sha256sum | cut -d ' ' -f 1; }
words="$BERTH_STUDENT_WORD $BERTH_STUDENT_NUMBER"

submit
graded words 0 'the question "words-sum" is not answered'
graded count 0 'the question "count-line" is not answered'
graded cross 0 'the question "cross-glibc" is not answered'

answer words-sum "$(printf %s "$words" | sum)"
answer manifest-path "srv/$BERTH_STUDENT_SHELF/manifest"
answer manifest-sum "$(docker save "$BERTH_STUDENT_CARGO" | sum)"
answer tool-path /usr/local/bin/sha256sum
answer tool-sum "$(docker run --rm busybox sha256sum /bin/busybox)"
answer lone-name /etc/hosts
answer lone-sum "$(docker save "$BERTH_STUDENT_LONE" | sum)"
answer web-distribution Ubuntu
answer web-processes "$((BERTH_STUDENT_SERVERS + 1))"
answer web-user root
submit
graded words 0 'without the end of the line'
graded words 0 '`echo` ends its line'
graded manifest 0 'the slash in front is missing'
graded manifest 0 'it is not the checksum of that file'
graded tool 0 'this is a link'
graded tool 0 'it is not the checksum of that program'
graded lone 0 'Docker lays this file into every container'
graded lone 0 '`docker save` and `docker export` make an archive'
graded web 0 'Ubuntu is a relative'
graded web 0 'the first process starts the others'
graded web 0 "only the first one is root's"

answer words-sum "$(echo "$BERTH_STUDENT_WORD  $BERTH_STUDENT_NUMBER" | sum)"
answer manifest-path "/srv/$BERTH_STUDENT_SHELF"
answer tool-path /bin/busybox
answer lone-name /hello
answer web-distribution 'Alpine Linux'
answer web-user nobody
submit
graded words 0 'with two spaces'
graded manifest 0 'this is a folder'
graded tool 0 'this is not what the shell finds'
graded lone 0 'the image has no such file'
graded web 0 'the image was made from another one'
graded web 0 'the processes that serve run as another one'

answer words-sum "$(echo "\"$words\"" | sum)"
answer manifest-path /srv/manifest
answer tool-path "/usr/local/lib/$BERTH_STUDENT_CARGO"
submit
graded words 0 'with quotation marks'
graded manifest 0 'there is no such file in the image'
graded tool 0 'the link does not lead there'

# What is right counts, whatever is wrong beside it, and however it is written.
answer words-sum "$(echo "$words" | sum | tr a-f A-F)  words"
answer manifest-path " /srv/$BERTH_STUDENT_SHELF/manifest "
answer lone-name "$BERTH_STUDENT_LONE"
answer web-distribution 'Debian GNU/Linux 12 (bookworm)'
answer web-processes "$BERTH_STUDENT_SERVERS"
answer web-user 33
submit
graded words 1 'that is the checksum of your line'
graded manifest 1 'that is where the file is'
graded lone 1 'that is the file'
graded web 3 'so many processes serve'

answer words-sum "$zeros"
submit
graded words 0 'it is not the checksum of the line'
