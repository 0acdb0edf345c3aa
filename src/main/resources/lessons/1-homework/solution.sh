# A right way through homework 1. Everything is found out on the machine, as a student would.
mkdir -p ~/homework
docker_quiet() { docker "$@" >/dev/null; }

# 1. A checksum of words
echo "$BERTH_STUDENT_WORD $BERTH_STUDENT_NUMBER" >/tmp/words
answer words-sum "$(sha256sum /tmp/words | cut -d ' ' -f 1)"

# 2. A file inside an image
cargo=$BERTH_STUDENT_CARGO
manifest=$(docker run --rm "$cargo" find /srv -name manifest)
answer manifest-path "$manifest"
answer manifest-sum "$(docker run --rm "$cargo" sha256sum "$manifest")"

# 3. The program behind a command
tool=$(docker run --rm "$cargo" sh -c 'readlink -f "$(which sha256sum)"')
answer tool-path "$tool"
answer tool-sum "$(docker run --rm "$cargo" sha256sum "$tool" | cut -d ' ' -f 1)"

# 4. Count in one line
answer count-line "docker run --rm --name $BERTH_STUDENT_COUNTER alpine wc -l /etc/passwd"

# 5. Measure in one line
answer measure-line "docker run --rm --name $BERTH_STUDENT_SCALE busybox du -shx /"

# 6. An image without a shell
lone=$BERTH_STUDENT_LONE
docker_quiet create --name inside "$lone"
name=$(docker inspect --format '{{index .Config.Cmd 0}}' "$lone")
docker_quiet cp "inside:$name" /tmp/lone
docker_quiet rm inside
answer lone-name "$name"
answer lone-sum "$(sha256sum /tmp/lone | cut -d ' ' -f 1)"

# 7. Who serves the web page?
web=$BERTH_STUDENT_WEB
answer web-distribution "$(docker run --rm "$web" sh -c '. /etc/os-release; echo $ID')"
docker_quiet run -d --name web "$web"
until [ "$(docker exec web pgrep -c httpd 2>/dev/null || docker top web | sed 1,2d | wc -l)" -ge 3 ]; do :; done
answer web-processes "$(docker top web | sed 1,2d | wc -l)"
answer web-user "$(docker top web | sed 1,2d | cut -d ' ' -f 1 | sort -u)"
docker_quiet rm -f web

# 8. Two distributions, two C libraries
cat >~/homework/hello.c <<END
#include <stdio.h>

int main(void) {
    puts("greetings from $BERTH_STUDENT_GREETING");
    return 0;
}
END
for library in glibc musl; do
  image=gcc
  [ "$library" = glibc ] || image=gcc-musl
  docker_quiet run -d --name "$library" "$image" sleep 3600
  docker_quiet cp ~/homework/hello.c "$library:/hello.c"
  docker_quiet exec "$library" gcc -o /hello /hello.c
  docker_quiet cp "$library:/hello" ~/homework/hello-$library
done
answer size-glibc "$(stat -c %s ~/homework/hello-glibc)"
answer size-musl "$(stat -c %s ~/homework/hello-musl)"
docker_quiet cp ~/homework/hello-glibc musl:/other
docker_quiet cp ~/homework/hello-musl glibc:/other
runs() { if docker exec "$1" /other >/dev/null 2>&1; then echo A; else echo B; fi; }
answer cross-glibc "$(runs musl)"
answer cross-glibc-why C
answer cross-musl "$(runs glibc)"
answer cross-musl-why C
docker_quiet rm -f glibc musl

for task in words manifest tool count measure lone web compile cross; do
  passed "$task"
done
