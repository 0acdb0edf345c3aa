# Numbers that are guessed, and names that are mixed up.

expect twice not-yet 'there is no container called'
expect filled-in not-yet 'there is no container called'
docker run -d --name "$BERTH_STUDENT_BOX" debian sleep 77
expect twice not-yet 'runs something else than'
docker rm -f "$BERTH_STUDENT_BOX"
docker run -d --name "$BERTH_STUDENT_BOX" debian sleep "$BERTH_STUDENT_SECONDS"
expect twice not-yet 'you have not typed the status code'
expect filled-in not-yet 'you have not typed the host name'
answer twice 204
expect twice not-yet 'does not answer `204`'
answer twice "$BERTH_STUDENT_BOX"
expect twice not-yet 'is not a status code'
docker stop -t 0 "$BERTH_STUDENT_BOX"
answer twice 304
expect twice not-yet 'does not run at the moment'
docker start "$BERTH_STUDENT_BOX"
expect twice not-yet '304 may be right'
curl -s -D ~/head -X POST --unix-socket /var/run/docker.sock "http://localhost/containers/nobody/start"
expect twice not-yet '304 may be right'
docker rm -f "$BERTH_STUDENT_BOX"
# A name that somebody gave, not the server.
docker run -d --name "$BERTH_STUDENT_BOX" --hostname mine debian sleep "$BERTH_STUDENT_SECONDS"
answer host mine
expect filled-in not-yet 'was given the host name `mine`'
docker rm -f "$BERTH_STUDENT_BOX"
docker run -d --name "$BERTH_STUDENT_BOX" debian sleep "$BERTH_STUDENT_SECONDS"

answer host "$BERTH_STUDENT_BOX"
expect filled-in not-yet 'is the container'"'"'s name'
answer host vm1
expect filled-in not-yet 'has another host name than `vm1`'

expect events not-yet 'there has been no container called'
docker run -d --name "$BERTH_STUDENT_BRIEF" debian sleep 600
expect events not-yet 'its life is not over yet'
docker rm -f "$BERTH_STUDENT_BRIEF"
docker run --name "$BERTH_STUDENT_BRIEF" debian echo hello
expect events not-yet 'is still there: its last event is missing'
docker rm "$BERTH_STUDENT_BRIEF"
expect events not-yet 'did not remove itself'
docker run --rm --name "$BERTH_STUDENT_BRIEF" busybox sleep 1
expect events not-yet 'was not made from `debian`'
docker run --rm --name "$BERTH_STUDENT_BRIEF" debian sleep 1
expect events not-yet 'you have not typed its id yet'
answer gone "$(docker run -d debian true)"
expect events not-yet 'is not the id of a'
answer gone 5
expect events not-yet '`5` is not the id of a'
