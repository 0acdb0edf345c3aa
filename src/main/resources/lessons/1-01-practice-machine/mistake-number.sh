# Another process's number, and answers about a sleep that does not run.

expect number not-yet 'no `sleep '"$BERTH_STUDENT_SECONDS"'` runs'
expect ended not-yet 'first comes:'
sleep "$BERTH_STUDENT_SECONDS" &
sleeper=$!
expect number not-yet 'its number is not known yet'
sleep 1111 &
other=$!
answer number "$other"
expect number not-yet 'is not the number of'
kill "$sleeper"
answer number "$sleeper"
expect number not-yet 'no `sleep '"$BERTH_STUDENT_SECONDS"'` runs'
sleep "$BERTH_STUDENT_SECONDS" &
sleeper=$!
answer number "$sleeper"
passed number
sleep "$BERTH_STUDENT_SECONDS" &
twice=$!
expect ended not-yet 'more than once: there are 2'
kill "$twice"
expect ended not-yet 'still runs'
kill "$other"
expect ended not-yet 'still runs'
kill "$sleeper"
wait || true
passed ended
