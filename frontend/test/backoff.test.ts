import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBackoff } from '../src/backoff.ts';

test('waits twice as long each time, up to the longest', () => {
  const backoff = openBackoff(100, 1_000, () => 1);

  assert.deepEqual(
    [1, 2, 3, 4, 5, 6].map(() => backoff.next()),
    [100, 200, 400, 800, 1_000, 1_000],
  );
});

test('starts from the shortest after it worked', () => {
  const backoff = openBackoff(100, 1_000, () => 1);
  backoff.next();
  backoff.next();

  backoff.reset();

  assert.equal(backoff.next(), 100);
});

test('never waits less than half, so that a class does not come back all at once or too soon', () => {
  assert.equal(openBackoff(100, 1_000, () => 0).next(), 50);
});
