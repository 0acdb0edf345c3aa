# The words come from elsewhere, are others, or come too late; and another program is ended than the sleeper.

docker run -d --name "$BERTH_STUDENT_VESSEL" debian sleep "$BERTH_STUDENT_SECONDS"
passed sleeper
expect stop not-yet 'is still running'
docker run debian echo "$BERTH_STUDENT_WORD was here"
expect speak not-yet 'has it in its log; it is `'"$BERTH_STUDENT_VESSEL"'` that is to say it'
docker pause "$BERTH_STUDENT_VESSEL"
expect speak not-yet 'so it has no standard output'
docker unpause "$BERTH_STUDENT_VESSEL"
docker exec "$BERTH_STUDENT_VESSEL" bash -c 'echo somebody was here > /proc/1/fd/1'
expect speak not-yet 'has `somebody was here`; the line is to be'

docker rename "$BERTH_STUDENT_VESSEL" another-name
expect stop not-yet 'nobody saw it end'
docker run -d --name "$BERTH_STUDENT_VESSEL" debian sleep 1000
docker kill "$BERTH_STUDENT_VESSEL"
expect stop not-yet 'was made for `sleep 1000`'
docker rm "$BERTH_STUDENT_VESSEL"
# With a process 1 that reacts to TERM.
docker run -d --init --name "$BERTH_STUDENT_VESSEL" debian sleep "$BERTH_STUDENT_SECONDS"
docker stop "$BERTH_STUDENT_VESSEL"
expect stop not-yet 'so it was not ended by KILL'
