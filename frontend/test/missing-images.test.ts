import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingSentence } from '../src/missing-images.ts';

test('nothing is said while all images are there', () => {
  assert.equal(missingSentence([]), '');
});

test('a missing image is named with the command that brings it', () => {
  assert.equal(
    missingSentence(['debian']),
    'This lesson needs the image `debian`, and your machine does not have it. `docker pull debian` brings it.',
  );
});

test('several images are named together', () => {
  assert.match(
    missingSentence(['gcc', 'gcc-musl']),
    /images `gcc`, `gcc-musl`.*`docker pull gcc`, `docker pull gcc-musl`$/,
  );
});
