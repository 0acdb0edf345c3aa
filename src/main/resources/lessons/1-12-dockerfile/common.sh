# A web server that has just been started refuses for a moment.
get_page() { curl -s --retry 20 --retry-delay 1 --retry-all-errors "$@"; }
page() { printf '<title>Postcard</title>\n<link rel="stylesheet" href="style.css">\n<h1>Greetings from %s!</h1>\n' "$1"; }
card() { docker rm -f "$BERTH_STUDENT_CARD" >/dev/null 2>&1 || true; docker run -d --name "$BERTH_STUDENT_CARD" "$@"; }
recipe() { printf '%s\n' "$@" >Dockerfile; }
mkdir -p ~/postcard
cd ~/postcard
page "$BERTH_STUDENT_TOWN" >index.html
