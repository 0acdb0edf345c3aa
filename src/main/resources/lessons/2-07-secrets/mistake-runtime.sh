# The password of a container: none, a variable, no file, one that it may change, nothing printed.
mkdir -p ~/vault
echo "$BERTH_STUDENT_PASSWORD" >~/vault/password
closed() { removed; docker run -d --name "$BERTH_STUDENT_CLOSED" "$@"; }
expect runtime not-yet "there is no container called \`$BERTH_STUDENT_CLOSED\` yet"
closed -e "PASSWORD=$BERTH_STUDENT_PASSWORD" busybox sh -c 'echo "$PASSWORD" | sha256sum; sleep 600'
expect runtime not-yet "the password is among the variables"
closed busybox sleep 600
expect runtime not-yet "has no \`/run/secrets/password\` of the machine"
closed -v ~/vault/password:/run/secrets/password busybox sh -c 'sha256sum < /run/secrets/password; sleep 600'
expect runtime not-yet "could change the file"
closed -v ~/vault/password:/run/secrets/password:ro busybox sleep 600
expect runtime not-yet "has not printed the licence yet"
