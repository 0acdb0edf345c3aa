# The vault: no file, written where it cannot be, to be written to, another word, another place, a folder in place of the volume.
expect vault not-yet "there is no volume \`$BERTH_STUDENT_VAULT\` yet"
docker run -d --name "$BERTH_STUDENT_KEEPER" -v "$BERTH_STUDENT_VAULT:/vault:ro" debian sleep 3000
! docker exec "$BERTH_STUDENT_KEEPER" sh -c "echo $BERTH_STUDENT_WORD > /vault/secret.txt"
expect vault not-yet "has no file \`secret.txt\` yet"
docker run --rm -v "$BERTH_STUDENT_VAULT:/vault" debian sh -c "echo $BERTH_STUDENT_WORD > /vault/secrets.txt"
expect vault not-yet "has no file \`secret.txt\` yet"
docker rm -f "$BERTH_STUDENT_KEEPER"
docker run -d --name "$BERTH_STUDENT_KEEPER" -v "$BERTH_STUDENT_VAULT:/vault" debian sleep 3000
docker exec "$BERTH_STUDENT_KEEPER" sh -c "echo another-word > /vault/secret.txt"
expect vault not-yet "does not contain"
docker exec "$BERTH_STUDENT_KEEPER" sh -c "echo $BERTH_STUDENT_WORD > /vault/secret.txt"
expect vault not-yet "may write into the volume"
docker rm -f "$BERTH_STUDENT_KEEPER"
expect vault not-yet "there is no container \`$BERTH_STUDENT_KEEPER\` yet"
docker run -d --name "$BERTH_STUDENT_KEEPER" -v "$BERTH_STUDENT_VAULT:/data:ro" debian sleep 3000
expect vault not-yet ""
docker rm -f "$BERTH_STUDENT_KEEPER"
docker run -d --name "$BERTH_STUDENT_KEEPER" -v "/var/lib/docker/volumes/$BERTH_STUDENT_VAULT/_data:/vault:ro" debian sleep 3000
expect vault not-yet ""
docker rm -f "$BERTH_STUDENT_KEEPER"
docker run --name "$BERTH_STUDENT_KEEPER" -v "$BERTH_STUDENT_VAULT:/vault:ro" debian cat /vault/secret.txt
expect vault not-yet ""
