# The registry: without a volume, another one, on another port, taken, in the foreground, another program.
expect serve not-yet "there is no registry"
depot -p 5000:5000 registry:2
expect serve not-yet "does not keep its images in the volume"
depot -p 5000:5000 -v "$BERTH_STUDENT_STORAGE:/data" registry:2
expect serve not-yet "does not keep its images in the volume"
depot -p 5001:5000 -v "$BERTH_STUDENT_STORAGE:/var/lib/registry" registry:2
expect serve not-yet "port 5000 of the machine does not lead"
docker run -d --name other -p 5000:80 nginx
depot -p 5000:5000 -v "$BERTH_STUDENT_STORAGE:/var/lib/registry" registry:2 || true
expect serve not-yet "could not be started"
docker rm -f other "$BERTH_STUDENT_DEPOT"
docker run --name "$BERTH_STUDENT_DEPOT" -p 5000:5000 -v "$BERTH_STUDENT_STORAGE:/var/lib/registry" registry:2 >/dev/null 2>&1 &
expect serve not-yet "kept your terminal"
depot -p 5000:5000 -v "$BERTH_STUDENT_STORAGE:/var/lib/registry" registry:2 sleep 1000
expect serve not-yet "does not answer as a registry"
