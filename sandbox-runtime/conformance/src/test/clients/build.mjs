// Builds with dockerode: node build.mjs SOCKET IMAGE FOLDER. Ends with 0 when all was as it should be.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import Docker from "dockerode";

const [socketPath, image, folder] = process.argv.slice(2);
const docker = new Docker({ socketPath });

async function build(dockerfile, options) {
  await writeFile(join(folder, "Dockerfile"), dockerfile);
  const building = await docker.buildImage({ context: folder, src: ["Dockerfile", "page"] }, options);
  return new Promise((resolve, reject) => docker.modem.followProgress(building, (failure, lines) => (failure ? reject(failure) : resolve(lines))));
}

const said = (lines) => lines.map((line) => line.stream ?? "").join("");

await writeFile(join(folder, "page"), "written\n");
const dockerfile = `FROM ${image}\nARG COLOUR\nCOPY page /srv/\nRUN cat /srv/page; echo $COLOUR\n`;
const lines = await build(dockerfile, { t: "node/site:1", buildargs: { COLOUR: "red" }, labels: { of: "test" } });
assert.match(said(lines), /Step 1\/5 : FROM [^]*\nwritten\nred\n[^]*Successfully tagged node\/site:1\n$/);
const inspected = await docker.getImage("node/site:1").inspect();
assert.equal(lines.find((line) => line.aux).aux.ID, inspected.Id);
assert.deepEqual(inspected.Config.Labels, { of: "test" });
assert.match(said(await build(dockerfile, { buildargs: { COLOUR: "red" }, labels: { of: "test" } })), /Using cache/);
assert.doesNotMatch(said(await build(dockerfile, { nocache: true, forcerm: true })), /Using cache/);

const failed = await build(`FROM ${image}\nRUN exit 3\n`, { forcerm: true }).then((all) => all.at(-1), (failure) => ({ error: failure.message }));
assert.equal(failed.error, "The command '/bin/sh -c exit 3' returned a non-zero code: 3");
await assert.rejects(build(`FROM ${image}\nNOSUCH\n`, {}), { statusCode: 400, message: /unknown instruction: NOSUCH/ });

const quiet = await docker.buildImage({ context: folder, src: ["Dockerfile", "page"] }, { dockerfile: "page" }).then(text, (failure) => failure.message);
assert.match(quiet, /unknown instruction: WRITTEN/);
