"""Builds with docker-py: python3 build.py SOCKET IMAGE FOLDER. Ends with 0 when all was as it should be."""
import gzip
import io
import pathlib
import sys
import tarfile

import docker

client = docker.DockerClient(base_url="unix://" + sys.argv[1], version="auto")
image = sys.argv[2]
folder = pathlib.Path(sys.argv[3])


def said(built):
    return client.containers.run(built, ["cat", "/srv/page"], remove=True)


def failure(**build):
    try:
        client.images.build(**build)
    except docker.errors.BuildError as failed:
        return failed
    sys.exit("a build that fails went well")


folder.joinpath("Dockerfile").write_text(f"FROM {image}\nARG COLOUR\nCOPY page /srv/\nRUN echo $COLOUR >>/srv/page\nLABEL kind=built\n")
folder.joinpath("page").write_text("written\n")
folder.joinpath("left-out").write_text("secret\n")
folder.joinpath(".dockerignore").write_text("left-*\n")
built, lines = client.images.build(path=str(folder), tag="python/site:1", buildargs={"COLOUR": "red"}, labels={"of": "test"}, rm=True)
assert built.tags == ["python/site:1"] and built.labels == {"kind": "built", "of": "test"}, built.attrs
lines = list(lines)
assert lines[0]["stream"].strip() == f"Step 1/6 : FROM {image}", lines[0]
assert {"aux": {"ID": built.id}} in lines, lines
assert said(built) == b"written\nred\n"
again, _ = client.images.build(path=str(folder), buildargs={"COLOUR": "red"}, labels={"of": "test"})
assert again.id == built.id
assert client.images.build(path=str(folder), nocache=True, forcerm=True, quiet=True)[0].id != built.id

alone, _ = client.images.build(fileobj=io.BytesIO(f"FROM {image}\nRUN mkdir /srv && echo alone >/srv/page\n".encode()))
assert said(alone) == b"alone\n"

archive = io.BytesIO()
with tarfile.open(fileobj=archive, mode="w") as tar:
    for name, content in {"recipes/one": f"FROM {image} AS first\nCOPY page /srv/\nFROM first\nRUN false\n".encode(), "page": b"packed\n"}.items():
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))
packed, _ = client.images.build(fileobj=io.BytesIO(gzip.compress(archive.getvalue())), custom_context=True, encoding="gzip", dockerfile="recipes/one", target="first")
assert said(packed) == b"packed\n"

failed = failure(fileobj=io.BytesIO(f"FROM {image}\nRUN echo out; exit 3\n".encode()), forcerm=True)
assert failed.msg == "The command '/bin/sh -c echo out; exit 3' returned a non-zero code: 3", failed.msg
log = list(failed.build_log)
assert {"stream": "out\n"} in log and log[-1]["errorDetail"] == {"code": 3, "message": failed.msg}, log
assert failure(fileobj=io.BytesIO(f"FROM {image}\nCOPY none /\n".encode())).msg.startswith("COPY failed: "), failed
try:
    client.images.build(fileobj=io.BytesIO(f"FROM {image}\nNOSUCH\n".encode()))
    sys.exit("a build of no Dockerfile went well")
except docker.errors.APIError as refused:
    assert refused.status_code == 400 and refused.explanation == "dockerfile parse error line 2: unknown instruction: NOSUCH", refused
