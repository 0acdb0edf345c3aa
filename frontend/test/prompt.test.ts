import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrompt } from '../src/prompt.ts';

test('shells, databases and interpreters wait for a command behind their prompt', () => {
  for (const line of [
    'root@vm1:~# ',
    'root@3f2a9c1b7d5e:/# ',
    '/ # ',
    '$ ',
    'bash-5.2# ',
    'shop=# ',
    '127.0.0.1:6379> ',
    '>>> ',
  ]) {
    assert.equal(isPrompt(line), true, line);
  }
});

test('programs that read, lines that are not finished, and lines half typed are no prompts', () => {
  for (const line of ['', 'hello', 'root@vm1:~# docker ru', 'root@vm1:~# ls ', '> ', 'Password: ', '--More--', '~']) {
    assert.equal(isPrompt(line), false, line);
  }
});
