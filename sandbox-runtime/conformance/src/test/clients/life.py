"""An ordinary life with docker-py: python3 life.py SOCKET IMAGE. Ends with 0 when all was as it should be."""
import io
import sys
import tarfile
import time

import docker

client = docker.DockerClient(base_url="unix://" + sys.argv[1], version="auto")
image = sys.argv[2]
assert client.ping()

volume = client.volumes.create("python-volume", labels={"of": "test"})
container = client.containers.create(
    image, ["sh", "-c", "echo begun; exec sleep 1000"], name="python-life", environment={"COLOUR": "red"},
    labels={"of": "test"}, volumes={"python-volume": {"bind": "/data", "mode": "rw"}})
container.start()
assert next(container.logs(stream=True, follow=True)) == b"begun\n"

code, output = container.exec_run(["sh", "-c", "echo $COLOUR; echo $COLOUR > /data/colour; exit 3"])
assert (code, output) == (3, b"red\n"), (code, output)

assert container.attach(stream=False, logs=False) == b""

archive = io.BytesIO()
with tarfile.open(fileobj=archive, mode="w") as tar:
    entry = tarfile.TarInfo("letter")
    entry.size = 4
    tar.addfile(entry, io.BytesIO(b"dear"))
assert container.put_archive("/tmp", archive.getvalue())
parts, stat = container.get_archive("/tmp/letter")
assert stat["name"] == "letter" and stat["size"] == 4, stat
with tarfile.open(fileobj=io.BytesIO(b"".join(parts))) as tar:
    assert tar.extractfile("letter").read() == b"dear"

assert container.stats(stream=False)["pids_stats"]["current"] == 1
assert [each.name for each in client.containers.list(filters={"label": "of=test"})] == ["python-life"]
container.reload()
assert container.status == "running" and container.attrs["Mounts"][0]["Name"] == "python-volume"

try:
    client.images.load(b"no archive")
    sys.exit("a load of no archive went well")
except docker.errors.ImageLoadError:
    pass
try:
    client.api.import_image_from_data(b"no archive", repository="python-none")
    sys.exit("an import of no archive went well")
except docker.errors.APIError:
    pass

container.stop(timeout=0)
assert container.wait()["StatusCode"] == 137
actions = [event["Action"] for event in client.events(since=0, until=int(time.time()) + 1, decode=True, filters={"container": "python-life"})]
assert actions[:2] == ["create", "start"] and "die" in actions, actions
container.remove(v=True)
volume.remove()
try:
    client.containers.get("python-life")
    sys.exit("it is still there")
except docker.errors.NotFound:
    pass
