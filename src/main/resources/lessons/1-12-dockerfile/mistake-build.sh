# The first image: none, another name, another below, another folder, no COPY, made by commit, tagged.
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
