"""What docker-py gets of the log of a container that has ended: python3 attach.py SOCKET IMAGE. Prints how often nothing came, by attach and by attach_socket."""
import sys

import docker

ATTEMPTS = 50
client = docker.DockerClient(base_url="unix://" + sys.argv[1], version="auto")
container = client.containers.create(sys.argv[2], ["echo", "said"])
container.start()
container.wait()


def frames():
    reader = container.attach_socket(params={"logs": 1, "stdout": 1, "stderr": 1})
    return [*docker.utils.socket.frames_iter(reader, False)]


attached = [container.attach(stream=False, logs=True) for attempt in range(ATTEMPTS)]
assert set(attached) <= {b"", b"said\n"}, attached
framed = [frames() for attempt in range(ATTEMPTS)]
assert all(each in ([], [(1, b"said\n")]) for each in framed), framed
container.remove()
print(attached.count(b""), framed.count([]))
