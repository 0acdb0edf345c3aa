# The tokens: no images, each of the answers wrong, one left out.
expect hunt not-yet "the images of your colleague are not there yet"
~/hunt/build.sh "$BERTH_STUDENT_SEED" "$BERTH_STUDENT_DEPOT"
expect hunt not-yet "a token is still to be found"
answer token-first blue
expect hunt not-yet "not the token of \`$BERTH_STUDENT_DEPOT:first\`"
answer token-first "$BERTH_STUDENT_FIRST"
answer token-second "$(docker run --rm "$BERTH_STUDENT_DEPOT:second" cat /srv/proof)"
expect hunt not-yet "not the token of \`$BERTH_STUDENT_DEPOT:second\`"
answer token-second "$BERTH_STUDENT_SECOND"
answer token-third "$(docker run --rm "$BERTH_STUDENT_DEPOT:third" cat /proof)"
expect hunt not-yet "not the token of \`$BERTH_STUDENT_DEPOT:third\`"
