# nginx in the registry: not named, not pushed, another tag, another image, removed from the machine.
shop=localhost:5000/$BERTH_STUDENT_SHOP
depot -p 5000:5000 -v "$BERTH_STUDENT_STORAGE:/var/lib/registry" registry:2
up
passed serve
expect own not-yet "has no \`$BERTH_STUDENT_SHOP\` yet"
docker tag busybox "$shop:stable"
docker push "$shop:stable"
expect own not-yet "another image than \`nginx\`"
docker image rm "$shop:stable"
expect own not-yet "does not have"
depot -p 5000:5000 registry:2
up
docker tag nginx "$shop:stable"
expect own not-yet "was not pushed there yet"
docker image rm "$shop:stable"
docker tag nginx "$shop:v1"
docker push "$shop:v1"
expect own not-yet "but not with the tag \`stable\`"
