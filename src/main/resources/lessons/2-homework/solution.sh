on vm3 "$(start "$(database "$BERTH_STUDENT_SECRET")")"
on vm3 "$ready"
passed database

eval "$(files)"
eval "$(start "$(half "$one" "$two")")"
eval "$get"
passed first

on vm2 "$(files)"
on vm2 "$(start "$(half "$three" "$four")")"
on vm2 "$get"
passed second
passed secret
passed again
