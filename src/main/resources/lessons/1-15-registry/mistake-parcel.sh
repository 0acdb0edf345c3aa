# Pushed: not built, not named, another tag, not pushed; pulled: not removed, not pulled; the newer one: not pushed, not pulled, lent, another note.
parcel() { mkdir -p ~/parcel; echo "$1" >~/parcel/note.txt; printf 'FROM busybox\nCOPY note.txt /\nCMD ["cat", "/note.txt"]\n' >~/parcel/Dockerfile; docker build -t "$2" ~/parcel; }
reader() { docker rm "$BERTH_STUDENT_READER" >/dev/null 2>&1 || true; docker run --name "$BERTH_STUDENT_READER" "$@"; }
depot -p 5000:5000 -v "$BERTH_STUDENT_STORAGE:/var/lib/registry" registry:2
up
passed serve
expect push not-yet "has no image"
parcel "$BERTH_STUDENT_WORD" "$BERTH_STUDENT_PARCEL"
expect push not-yet "has no name yet that leads to your registry"
docker tag "$BERTH_STUDENT_PARCEL" "$name"
expect push not-yet "another tag than"
docker push "$name"
expect push not-yet "but not with the tag \`v01\`"
docker image rm "$name"
docker tag "$BERTH_STUDENT_PARCEL" "$name:v01"
depot -p 5000:5000 registry:2
up
expect push not-yet "was not pushed there yet"
depot -p 5000:5000 -v "$BERTH_STUDENT_STORAGE:/var/lib/registry" registry:2
up
docker push "$name:v01"
passed push

expect back not-yet "under the name \`$BERTH_STUDENT_PARCEL\` too"
docker image rm "$BERTH_STUDENT_PARCEL"
docker pull "$name:v01"
expect back not-yet "is still on your machine"
docker tag "$name:v01" "$BERTH_STUDENT_PARCEL"
docker image rm "$name:v01"
expect back not-yet "is removed from your machine"
# By another way than from the registry, and from there while it has another name.
docker tag "$BERTH_STUDENT_PARCEL" "$name:v01"
expect back not-yet "under the name"
docker image rm "$name:v01"
docker pull "$name:v01"
expect back not-yet "under the name"

expect newer not-yet "there is no \`v02\` yet"
parcel another "$name:v02"
expect newer not-yet "your registry does not have it yet"
docker push "$name:v02"
expect newer not-yet "now start a container"
reader "$name:v02"
expect newer not-yet "the newer note is"
reader -v ~/parcel:/parcel "$name:v02"
expect newer not-yet "a file or a folder of your machine"
reader "$name:v01"
expect newer not-yet "was made from"
