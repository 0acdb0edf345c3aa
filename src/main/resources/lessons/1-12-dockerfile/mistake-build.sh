# The first image: none, another name, another below, another folder, no COPY, made by commit, tagged.
get_page() { curl -s --retry 20 --retry-delay 1 --retry-all-errors "$@"; }
page() { printf '<title>Postcard</title>\n<link rel="stylesheet" href="style.css">\n<h1>Greetings from %s!</h1>\n' "$1"; }
card() { docker rm -f "$BERTH_STUDENT_CARD" >/dev/null 2>&1 || true; docker run -d --name "$BERTH_STUDENT_CARD" "$@"; }
recipe() { printf '%s\n' "$@" >Dockerfile; }
mkdir -p ~/postcard
cd ~/postcard
page "$BERTH_STUDENT_TOWN" >index.html

expect build not-yet "there is no image"
recipe 'FROM httpd' 'COPY index.html /usr/share/nginx/html/'
docker build -t "$BERTH_STUDENT_IMAGE" .
expect build not-yet "does not stand on \`nginx\`"
docker image rm "$BERTH_STUDENT_IMAGE"
recipe 'FROM nginx' 'COPY index.html /'
docker build -t "$BERTH_STUDENT_IMAGE" .
expect build not-yet "not to where \`nginx\` looks"
recipe 'FROM nginx' 'LABEL card=yes'
docker build -t "$BERTH_STUDENT_IMAGE" .
expect build not-yet "copies a file"
docker image rm "$BERTH_STUDENT_IMAGE"
docker tag nginx "$BERTH_STUDENT_IMAGE"
expect build not-yet "copies a file"
docker image rm "$BERTH_STUDENT_IMAGE"
docker run -d --name by-hand nginx
docker cp index.html by-hand:/usr/share/nginx/html
docker commit by-hand "$BERTH_STUDENT_IMAGE"
expect build not-yet "made by \`docker commit\`"
# On top of what was built.
recipe 'FROM nginx' 'COPY index.html /usr/share/nginx/html/'
docker build -t first .
docker run -d --name on-top first
docker commit on-top "$BERTH_STUDENT_IMAGE"
expect build not-yet "made by \`docker commit\`"
