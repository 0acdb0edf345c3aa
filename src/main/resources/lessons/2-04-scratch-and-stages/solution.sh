mkdir -p ~/tiny ~/pair
cd ~/tiny
cat >hello.c <<END
#include <stdio.h>

int main(void) {
    puts("hello from $BERTH_STUDENT_WORD");
}
END
printf 'FROM gcc\nCOPY hello.c /src/hello.c\nRUN gcc -o /hello /src/hello.c\nCMD ["/hello"]\n' >Dockerfile
docker build -t "$BERTH_STUDENT_APP:big" ~/tiny
[ "$(docker run --rm "$BERTH_STUDENT_APP:big")" = "hello from $BERTH_STUDENT_WORD" ]
docker image ls "$BERTH_STUDENT_APP" | grep ' big .* 21.MB$'
printf 'FROM scratch\nCOPY hello /hello\nCMD ["/hello"]\n' >bare.Dockerfile
docker create --name "$BERTH_STUDENT_BOX" "$BERTH_STUDENT_APP:big"
docker cp "$BERTH_STUDENT_BOX:/hello" ~/tiny/hello
docker rm "$BERTH_STUDENT_BOX"
docker build -t "$BERTH_STUDENT_APP:bare" -f ~/tiny/bare.Dockerfile ~/tiny
docker image ls "$BERTH_STUDENT_APP" | grep ' bare .* 16kB$'
docker run --rm "$BERTH_STUDENT_APP:bare" 2>&1 | grep 'no such file or directory'
docker run --rm "$BERTH_STUDENT_APP:big" ldd /hello | tail -n 1 | grep ld-linux

cat >Dockerfile <<'END'
FROM gcc AS build
COPY hello.c /src/hello.c
RUN gcc -static -o /hello /src/hello.c

FROM scratch
COPY --from=build /hello /hello
CMD ["/hello"]
END
docker build -t "$BERTH_STUDENT_APP:static" ~/tiny
docker run "$BERTH_STUDENT_APP:static"
passed static
docker image ls "$BERTH_STUDENT_APP" | grep ' static .* 76.kB$'
[ "$(docker history -q "$BERTH_STUDENT_APP:static" | wc -l)" = 2 ]
docker run --rm "$BERTH_STUDENT_APP:static" sh 2>&1 | grep '"sh": executable file not found'
docker image ls --filter dangling=true | grep '<none>'
sed 's/^CMD.*/CMD \/hello/' Dockerfile >shell.Dockerfile
docker build -t "$BERTH_STUDENT_APP:shell" -f shell.Dockerfile ~/tiny
docker run --rm "$BERTH_STUDENT_APP:shell" 2>&1 | grep '"/bin/sh": stat /bin/sh: no such file or directory'

docker build --target build -t "$BERTH_STUDENT_FIRST" ~/tiny
docker run "$BERTH_STUDENT_FIRST" cat /src/hello.c
passed first

sed 's/gcc AS/gcc-musl AS/; s/-static/-static -s/' Dockerfile >musl.Dockerfile
docker build -t "$BERTH_STUDENT_APP:musl" -f ~/tiny/musl.Dockerfile ~/tiny
docker run "$BERTH_STUDENT_APP:musl"
passed musl
docker image ls "$BERTH_STUDENT_APP" | grep ' musl .* 1[78][.].kB$'
answer times-smaller 12000

printf 'FROM scratch\nCOPY --from=busybox /bin/busybox /bin/sh\nCOPY --from=%s /hello /hello\nCMD /hello\n' "$BERTH_STUDENT_APP:musl" >tools.Dockerfile
docker build -t "$BERTH_STUDENT_APP:tools" -f ~/tiny/tools.Dockerfile ~/tiny
[ "$(docker run --rm "$BERTH_STUDENT_APP:tools")" = "hello from $BERTH_STUDENT_WORD" ]

cd ~/pair
sed "s/hello from .*\"/$BERTH_STUDENT_NORTH\"/" ~/tiny/hello.c >north.c
sed "s/hello from .*\"/$BERTH_STUDENT_SOUTH\"/" ~/tiny/hello.c >south.c
cat >Dockerfile <<'END'
FROM gcc AS one
COPY north.c /
RUN gcc -static -o /north /north.c

FROM gcc-musl AS two
COPY south.c /
RUN gcc -static -o /south /south.c

FROM scratch
COPY --from=one /north /north
COPY --from=two /south /south
CMD ["/north"]
END
docker build -t "$BERTH_STUDENT_PAIR" .
docker run "$BERTH_STUDENT_PAIR"
docker run "$BERTH_STUDENT_PAIR" /south
passed pair

docker ps -aq --filter "ancestor=$BERTH_STUDENT_APP:static" | xargs -r docker rm
docker ps -aq --filter "ancestor=$BERTH_STUDENT_APP:musl" | xargs -r docker rm
docker ps -aq --filter "ancestor=$BERTH_STUDENT_PAIR" | xargs -r docker rm
docker ps -aq --filter "ancestor=$BERTH_STUDENT_FIRST" | xargs -r docker rm
docker image rm "$BERTH_STUDENT_APP:shell" "$BERTH_STUDENT_FIRST" "$BERTH_STUDENT_PAIR"
docker image rm "$BERTH_STUDENT_APP:big" "$BERTH_STUDENT_APP:bare" "$BERTH_STUDENT_APP:static" "$BERTH_STUDENT_APP:musl" "$BERTH_STUDENT_APP:tools"
