docker run -d --name "$BERTH_STUDENT_DEPOT" -p 5000:5000 -v "$BERTH_STUDENT_STORAGE:/var/lib/registry" registry:2
up
passed serve

mkdir -p ~/parcel
echo "$BERTH_STUDENT_WORD" >~/parcel/note.txt
printf 'FROM busybox\nCOPY note.txt /\nCMD ["cat", "/note.txt"]\n' >~/parcel/Dockerfile
docker build -t "$BERTH_STUDENT_PARCEL" ~/parcel
docker run --rm "$BERTH_STUDENT_PARCEL"
docker tag "$BERTH_STUDENT_PARCEL" "$name:v01"
docker push "$name:v01"
curl -s localhost:5000/v2/_catalog
curl -s "localhost:5000/v2/$BERTH_STUDENT_PARCEL/tags/list"
passed push

docker image rm "$BERTH_STUDENT_PARCEL" "$name:v01"
docker run --rm "$name:v01" | grep "$BERTH_STUDENT_WORD"
passed back

echo "$BERTH_STUDENT_NEWS" >~/parcel/note.txt
docker build -t "$name:v02" ~/parcel
docker push "$name:v02" | grep 'Layer already exists'
docker image rm "$name:v02"
docker pull "$name:v02"
docker run --name "$BERTH_STUDENT_READER" "$name:v02"
passed newer

docker rm -f "$BERTH_STUDENT_DEPOT"
docker run -d --name "$BERTH_STUDENT_DEPOT" -p 5000:5000 -v "$BERTH_STUDENT_STORAGE:/var/lib/registry" registry:2
up
curl -s "localhost:5000/v2/$BERTH_STUDENT_PARCEL/tags/list" | grep v02

docker tag nginx "localhost:5000/$BERTH_STUDENT_SHOP:stable"
docker push "localhost:5000/$BERTH_STUDENT_SHOP:stable"
passed own

docker rm -f "$BERTH_STUDENT_DEPOT" "$BERTH_STUDENT_READER"
docker volume rm "$BERTH_STUDENT_STORAGE"
docker image rm "$name:v01" "$name:v02" "localhost:5000/$BERTH_STUDENT_SHOP:stable"
