# One name for two: no network, one alone, without the alias, the alias in another network.
expect alias not-yet "there is no network"
docker network create "$BERTH_STUDENT_NET"
expect alias not-yet "\`$BERTH_STUDENT_LEFT\` does not run yet"
docker run -d --name "$BERTH_STUDENT_LEFT" --network "$BERTH_STUDENT_NET" nginx
expect alias not-yet "\`$BERTH_STUDENT_LEFT\` is not found by the name"
docker rm -f "$BERTH_STUDENT_LEFT"
docker run -d --name "$BERTH_STUDENT_LEFT" --network "$BERTH_STUDENT_NET" --network-alias "$BERTH_STUDENT_WORD" nginx
expect alias not-yet "\`$BERTH_STUDENT_RIGHT\` does not run yet"
docker network create elsewhere
docker run -d --name "$BERTH_STUDENT_RIGHT" --network elsewhere --network-alias "$BERTH_STUDENT_WORD" nginx
expect alias not-yet "\`$BERTH_STUDENT_RIGHT\` is not found by the name"
docker network connect "$BERTH_STUDENT_NET" "$BERTH_STUDENT_RIGHT"
expect alias not-yet "\`$BERTH_STUDENT_RIGHT\` is not found by the name"
