on vm2 "docker run -d --name web -p 8080:80 busybox sh -c 'mkdir /www; echo $BERTH_STUDENT_WORD >/www/index.html; httpd -f -h /www'"
passed serve
docker run --name ask busybox wget -qO- http://vm2:8080/
passed ask
