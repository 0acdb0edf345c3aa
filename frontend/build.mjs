// Bundles what the browser gets into the lab's classes, or with --tests the unit tests into build/test.
import { readdir, readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const assets = here('../target/classes/META-INF/resources/assets');
const tests = here('build/test');

/** Newest syntax that the browsers of the last three years share. */
const target = ['chrome109', 'firefox115', 'safari16.4'];

if (process.argv.includes('--tests')) {
  await bundleTests();
} else {
  await bundleAssets();
}

async function bundleTests() {
  await rm(tests, { recursive: true, force: true });
  const files = (await readdir(here('test'))).filter((name) => name.endsWith('.test.ts'));
  await build({
    entryPoints: files.map((name) => here(`test/${name}`)),
    outdir: tests,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node18',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

async function bundleAssets() {
  await rm(assets, { recursive: true, force: true });
  const shared = { outdir: assets, bundle: true, minify: true, target, legalComments: 'linked', logLevel: 'warning' };
  // Pages name these files, so they keep their names; what they share carries a hash and may be cached for ever.
  const modules = await build({
    ...shared,
    entryPoints: ['page', 'lesson', 'classroom', 'watch'].map((name) => here(`src/${name}.ts`)),
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    metafile: true,
  });
  // Before the first paint, hence no module: it decides between dark and light.
  const early = await build({ ...shared, entryPoints: [here('src/early.ts')], format: 'iife', metafile: true });
  const styles = await build({
    ...shared,
    entryPoints: [here('src/styles/berth.css'), here('src/styles/berth.svg')],
    loader: { '.svg': 'copy' },
    metafile: true,
  });
  await report([modules, early, styles]);
}

/** Prints what each file costs on the wire. */
async function report(results) {
  for (const path of results.flatMap((result) => Object.keys(result.metafile.outputs)).sort()) {
    const packed = gzipSync(await readFile(path)).length;
    console.log(`${(packed / 1000).toFixed(1).padStart(7)} kB gzip  ${path.slice(path.indexOf('assets/'))}`);
  }
}
