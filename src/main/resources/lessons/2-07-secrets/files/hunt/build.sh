#!/bin/sh
# Builds the three images of a colleague, each with a token in it. $1: what the tokens are made of, $2: the images' name.
set -e
folder=$(mktemp -d)
token() { echo "$1 $2" | sha256sum | cut -d ' ' -f 1; }

cat >"$folder/Dockerfile" <<END
FROM busybox
ENV MODE=fast TOKEN=$(token "$1" first) COLOUR=blue
CMD ["true"]
END
docker build -q -t "$2:first" "$folder"

token "$1" second >"$folder/token.txt"
cat >"$folder/Dockerfile" <<END
FROM busybox
COPY token.txt /srv/token.txt
RUN sha256sum </srv/token.txt >/srv/proof
RUN rm /srv/token.txt
CMD ["true"]
END
docker build -q -t "$2:second" "$folder"

cat >"$folder/Dockerfile" <<END
FROM busybox
ARG TOKEN
RUN echo "\$TOKEN" | sha256sum >/proof
CMD ["true"]
END
docker build -q --build-arg "TOKEN=$(token "$1" third)" -t "$2:third" "$folder"

rm -r "$folder"
echo "three images called $2"
