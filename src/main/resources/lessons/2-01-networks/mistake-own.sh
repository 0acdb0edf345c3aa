# Addresses of one's own: no network, another subnet, a way out, another address, another network, taken.
expect own not-yet "there is no network called \`$BERTH_STUDENT_OWN\`"
docker network create --internal "$BERTH_STUDENT_OWN"
expect own not-yet "has the subnet"
docker network rm "$BERTH_STUDENT_OWN"
docker network create --subnet "10.50.$BERTH_STUDENT_NUMBER.0/24" "$BERTH_STUDENT_OWN"
expect own not-yet "made without \`--internal\`"
docker network rm "$BERTH_STUDENT_OWN"
docker network create --internal --subnet "10.50.$BERTH_STUDENT_NUMBER.0/24" "$BERTH_STUDENT_OWN"
expect own not-yet "there is no container called \`$BERTH_STUDENT_FIXED\`"
docker run -d --name "$BERTH_STUDENT_FIXED" --network "$BERTH_STUDENT_OWN" nginx
expect own not-yet "with another address than"
docker rm -f "$BERTH_STUDENT_FIXED"
docker run -d --name "$BERTH_STUDENT_FIXED" nginx
expect own not-yet "is not on the network \`$BERTH_STUDENT_OWN\`"
docker rm -f "$BERTH_STUDENT_FIXED"
docker run -d --name other --network "$BERTH_STUDENT_OWN" --ip "10.50.$BERTH_STUDENT_NUMBER.77" nginx
docker run -d --name "$BERTH_STUDENT_FIXED" --network "$BERTH_STUDENT_OWN" --ip "10.50.$BERTH_STUDENT_NUMBER.77" nginx || true
expect own not-yet "could not be started"
