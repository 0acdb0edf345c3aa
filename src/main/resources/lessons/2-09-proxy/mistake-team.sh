# The team: no database, another image, no alias, no settings, too early.
expect team not-yet "there is no container"
run "$BERTH_STUDENT_DB" --network "$BERTH_STUDENT_NET" postgres
expect team not-yet "has ended with exit code"
database
ready "$BERTH_STUDENT_DB"
for name in "$BERTH_STUDENT_ONE" "$BERTH_STUDENT_TWO"; do
  run "$name" --network "$BERTH_STUDENT_NET" --network-alias "$BERTH_STUDENT_TEAM" nginx
  expect team not-yet "\`$name\` was made from \`nginx\`"
  run "$name" --network "$BERTH_STUDENT_NET" --env-file ~/stage2/settings webapp
  expect team not-yet "\`$name\` is not on"
  run "$name" --network "$BERTH_STUDENT_NET" --network-alias "$BERTH_STUDENT_TEAM" webapp
  expect team not-yet "\`$name\` does not have the settings"
  web "$name"
done
passed team
