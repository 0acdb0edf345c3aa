# After the move: old settings, too early, not asked, the old database still there.
one_machine
passed one
own_database
passed database
expect moved not-yet "\`$one\` still has the setting"
eval "$(settings vm3)"
docker rm -f "$one"
eval "$(web "$one")"
expect moved not-yet "\`$two\` still has the setting"
on vm3 docker stop "$db"
docker rm -f "$one" "$two"
eval "$(web "$one")"
eval "$(web "$two")"
on vm3 docker start "$db"
on vm3 "$(ready "$db")"
expect moved not-yet "\`$one\` has not found its database"
docker restart "$one"
expect moved not-yet "\`$two\` has not found its database"
docker rm -f "$one" "$two"
eval "$(web "$one")"
eval "$(web "$two")"
expect moved not-yet "not both have served"
eval "$(get_pages "$BERTH_STUDENT_MOVED")"
expect moved not-yet "the old database"
docker rm -f -v "$first"
passed moved

# On the second machine: on the wrong one, the old name, nobody behind the door, not asked.
eval "$(web "$three")"
expect two not-yet "\`$three\` is on \`vm1\`"
docker rm -f "$three"
on vm2 "docker network create $BERTH_STUDENT_NET; $(settings "$first")"
on vm2 "$(web "$three")"
expect two not-yet "\`$three\` has not found its database"
on vm2 docker rm -f "$three"
on vm2 "$(web "$four")"
expect two not-yet "\`$four\` has not found its database"
on vm2 docker rm -f "$four"
on vm2 "$(settings vm3)"
on vm2 "$(door)"
on vm2 "until curl -s localhost:8088/$BERTH_STUDENT_FAR; do sleep 0.3; done"
expect two not-yet "no answer from a web program"
on vm2 docker rm -f "$door"
on vm2 "$(web "$three"); $(web "$four"); $(door)"
expect two not-yet "not both web programs have served"
on vm2 "$(get_pages "$BERTH_STUDENT_FAR")"
passed two
