expect serve not-yet 'on `vm2`: there is no container called `web`'
docker run -d --name web -p 8080:80 busybox sleep 1000
expect serve not-yet '`web` runs on `vm1`; it is to run on `vm2`'
on vm2 docker run -d --name web busybox sleep 1000
docker rm -f web
expect serve not-yet 'on `vm2`: `web` does not have the published port `8080:80`'
