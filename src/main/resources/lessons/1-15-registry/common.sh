name=localhost:5000/$BERTH_STUDENT_PARCEL
# A registry that has just been started refuses for a moment.
up() { curl -s --retry 20 --retry-delay 1 --retry-all-errors localhost:5000/v2/; }
depot() { docker rm -f "$BERTH_STUDENT_DEPOT" >/dev/null 2>&1 || true; docker run -d --name "$BERTH_STUDENT_DEPOT" "$@"; }
