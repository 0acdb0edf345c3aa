# The web programs before their database.
database
docker stop "$BERTH_STUDENT_DB"
web "$BERTH_STUDENT_ONE"
web "$BERTH_STUDENT_TWO"
docker start "$BERTH_STUDENT_DB"
expect team not-yet "\`$BERTH_STUDENT_ONE\` has not found its database"
ready "$BERTH_STUDENT_DB"
docker restart "$BERTH_STUDENT_ONE"
expect team not-yet "\`$BERTH_STUDENT_TWO\` has not found its database"
