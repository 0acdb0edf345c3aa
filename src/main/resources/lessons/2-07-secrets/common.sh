# A build of BuildKit with the Dockerfile of standard input: its image, its folder, and what stands behind.
buildkit() { local image=$1 folder=$2; shift 2; mkdir -p "$folder"; cat >"$folder/Dockerfile"; DOCKER_BUILDKIT=1 docker build -t "$image" "$@" "$folder"; }
removed() { docker ps -aq | xargs -r docker rm -f; }
