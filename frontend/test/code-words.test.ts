import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitCode } from '../src/code-words.ts';

test('what stands between backticks is code', () => {
  assert.deepEqual(splitCode('it printed `hi`; not `hello`'), [
    { text: 'it printed ', code: false },
    { text: 'hi', code: true },
    { text: '; not ', code: false },
    { text: 'hello', code: true },
  ]);
});

test('a backtick alone is a letter', () => {
  assert.deepEqual(splitCode('a ` b'), [{ text: 'a ` b', code: false }]);
});

test('an empty value between backticks does not turn what follows into code', () => {
  assert.deepEqual(splitCode('`web` has ``; it is to be `sh`'), [
    { text: 'web', code: true },
    { text: ' has ', code: false },
    { text: '; it is to be ', code: false },
    { text: 'sh', code: true },
  ]);
});

test('nothing is nothing', () => {
  assert.deepEqual(splitCode(''), []);
});
