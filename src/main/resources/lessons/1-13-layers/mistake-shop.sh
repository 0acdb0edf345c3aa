# The shop: another image, another page, the command of the container kept, a layer too many.
docker run --name bare debian sh -c "mkdir -p /usr/share/nginx/html; echo $BERTH_STUDENT_WORD > /usr/share/nginx/html/index.html"
docker commit bare "$BERTH_STUDENT_SHOP"
expect shop not-yet "was not made of a container from \`nginx\`"
docker image rm "$BERTH_STUDENT_SHOP"
docker run --name direct nginx sh -c "echo $BERTH_STUDENT_WORD > /usr/share/nginx/html/index.html"
expect shop not-yet "there is no image \`$BERTH_STUDENT_SHOP\` yet"
docker commit direct "$BERTH_STUDENT_SHOP"
expect shop not-yet "would not start the web server"
docker rm direct
docker image rm "$BERTH_STUDENT_SHOP"
expect shop not-yet "has a page with \`$BERTH_STUDENT_WORD\` yet"
docker create --name server nginx
docker commit server "$BERTH_STUDENT_SHOP"
expect shop not-yet "has no layer of its own"
docker start server
docker exec server sh -c "echo another-word > /usr/share/nginx/html/index.html"
docker commit server "$BERTH_STUDENT_SHOP"
expect shop not-yet "no container from it runs yet"
# The right page in a container, another one in the image.
docker exec server sh -c "echo $BERTH_STUDENT_WORD > /usr/share/nginx/html/index.html"
expect shop not-yet "no container from it runs yet"
docker run -d --name again "$BERTH_STUDENT_SHOP"
expect shop not-yet "is not on its page"
docker exec again sh -c "echo $BERTH_STUDENT_WORD > /usr/share/nginx/html/index.html"
expect shop not-yet "not the page of the image"
docker commit again "$BERTH_STUDENT_SHOP"
expect shop not-yet "4 layers"
