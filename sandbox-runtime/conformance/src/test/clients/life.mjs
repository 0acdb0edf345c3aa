// An ordinary life with dockerode: node life.mjs SOCKET IMAGE. Ends with 0 when all was as it should be.
import assert from "node:assert/strict";
import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import Docker from "dockerode";

const [socketPath, image] = process.argv.slice(2);
const docker = new Docker({ socketPath });
assert.equal(String(await docker.ping()), "OK");

await docker.createVolume({ Name: "node-volume", Labels: { of: "test" } });
const container = await docker.createContainer({
  Image: image,
  name: "node-life",
  Cmd: ["sh", "-c", "echo begun; exec sleep 1000"],
  Env: ["COLOUR=red"],
  Labels: { of: "test" },
  HostConfig: { Binds: ["node-volume:/data"] },
});
await container.start();

function output(stream) {
  const plain = new PassThrough();
  docker.modem.demuxStream(stream, plain, plain);
  stream.on("end", () => plain.end());
  return plain;
}

const log = await container.logs({ follow: true, stdout: true, stderr: true });
const [line] = await once(output(log), "data");
assert.equal(String(line), "begun\n");
log.destroy();

async function run(command) {
  const exec = await container.exec({ Cmd: ["sh", "-c", command], AttachStdout: true, AttachStderr: true });
  const said = await text(output(await exec.start({})));
  return [(await exec.inspect()).ExitCode, said];
}

assert.deepEqual(await run("echo $COLOUR; echo $COLOUR > /data/colour; exit 3"), [3, "red\n"]);
const archive = await buffer(await container.getArchive({ path: "/data/colour" }));
await container.putArchive(archive, { path: "/tmp" });
assert.deepEqual(await run("cat /tmp/colour"), [0, "red\n"]);

assert.equal((await container.stats({ stream: false })).pids_stats.current, 1);
const listed = await docker.listContainers({ filters: { label: ["of=test"] } });
assert.deepEqual(listed.map((each) => each.Names[0]), ["/node-life"]);
assert.equal((await container.inspect()).Mounts[0].Name, "node-volume");

const loading = await docker.loadImage(Readable.from(["no archive"]));
const lines = await new Promise((resolve, reject) => docker.modem.followProgress(loading, (failure, said) => (failure ? reject(failure) : resolve(said))));
assert.ok(lines.at(-1).error);
assert.equal(lines.at(-1).error, lines.at(-1).errorDetail.message);

await container.stop({ t: 0 });
assert.equal((await container.wait()).StatusCode, 137);
const until = Math.floor(Date.now() / 1000) + 1;
const events = await text(await docker.getEvents({ since: 1, until, filters: { container: ["node-life"] } }));
const actions = events.trim().split("\n").map((event) => JSON.parse(event).Action);
assert.deepEqual(actions.slice(0, 2), ["create", "start"]);
assert.ok(actions.includes("die"), String(actions));
await container.remove({ v: true });
await docker.getVolume("node-volume").remove();
await assert.rejects(container.inspect(), { statusCode: 404 });
