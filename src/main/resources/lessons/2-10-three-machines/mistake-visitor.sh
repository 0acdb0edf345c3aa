# The visitor: a stopped door, nobody behind it, from vm1 itself, one door only.
one_machine
own_database
passed database
move
passed moved
second_machine
passed two

expect visitor not-yet "nobody has asked a door"
visit() { on vm3 "curl -s --retry 20 --retry-delay 1 --retry-all-errors $1:8088/$BERTH_STUDENT_LAST"; }
docker kill "$door" "$one" "$two"
expect visitor not-yet "is still stopped"
docker start "$door"
until curl -s "localhost:8088/$BERTH_STUDENT_LAST"; do sleep 0.3; done
expect visitor not-yet "no answer from a web program"
docker rm -f "$door"
docker start "$one" "$two"
eval "$(door)"
eval "$(get_pages "$BERTH_STUDENT_LAST")"
expect visitor not-yet "but not from \`vm3\`"
visit vm2
expect visitor not-yet "that on \`vm1\` not yet"
on vm2 docker rm -f "$door"
on vm2 "$(door)"
visit vm1
expect visitor not-yet "that on \`vm2\` not yet"
visit vm2
passed visitor
