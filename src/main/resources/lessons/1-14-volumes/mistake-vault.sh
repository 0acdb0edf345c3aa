# The vault: to be written to, another word, another place, a folder in place of the volume.
docker run -d --name "$BERTH_STUDENT_KEEPER" -v "$BERTH_STUDENT_VAULT:/vault" debian sleep 3000
expect vault not-yet "may write into the volume"
docker exec "$BERTH_STUDENT_KEEPER" sh -c "echo another-word > /vault/secret.txt"
docker rm -f "$BERTH_STUDENT_KEEPER"
docker run -d --name "$BERTH_STUDENT_KEEPER" -v "$BERTH_STUDENT_VAULT:/vault:ro" debian sleep 3000
expect vault not-yet ""
docker rm -f "$BERTH_STUDENT_KEEPER"
docker run --rm -v "$BERTH_STUDENT_VAULT:/vault" debian sh -c "echo $BERTH_STUDENT_WORD > /vault/secret.txt"
docker run -d --name "$BERTH_STUDENT_KEEPER" -v "$BERTH_STUDENT_VAULT:/data:ro" debian sleep 3000
expect vault not-yet ""
docker rm -f "$BERTH_STUDENT_KEEPER"
docker run -d --name "$BERTH_STUDENT_KEEPER" -v "/var/lib/docker/volumes/$BERTH_STUDENT_VAULT/_data:/vault:ro" debian sleep 3000
expect vault not-yet ""
