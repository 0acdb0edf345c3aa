import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeNumber, readNumbers, writeNumbers } from '../src/terminal-numbers.ts';

test('what was written is read again', () => {
  const open = { numbers: [1, 2, 4], current: 4 };

  assert.deepEqual(readNumbers(writeNumbers(open)), open);
});

for (const stored of [null, '', 'x', '-1 0 5 1.5', '1e3', '[object Object]']) {
  test(`of ${JSON.stringify(stored)} the first is left`, () => {
    assert.deepEqual(readNumbers(stored), { numbers: [1], current: 1 });
  });
}

test('the first is always open, and no number twice', () => {
  assert.deepEqual(readNumbers('3 3 2'), { numbers: [1, 2, 3], current: 3 });
});

test('a closed number is free again, and there is an end', () => {
  assert.equal(freeNumber([1, 3]), 2);
  assert.equal(freeNumber([1, 2, 3, 4]), undefined);
});
