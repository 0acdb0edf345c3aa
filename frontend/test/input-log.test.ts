import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputLog } from '../src/input-log.ts';
import { bytesOf, textOf } from './bytes.ts';

/** What a log hands out, as "offset:text". */
function taken(log: InputLog): string[] {
  return log.take().map(({ offset, bytes }) => `${offset}:${textOf(bytes)}`);
}

function logOf(text: string): InputLog {
  const log = new InputLog();
  log.add(bytesOf(text));
  return log;
}

test('hands each byte out once', () => {
  const log = logOf('ls');

  assert.deepEqual(taken(log), ['0:ls']);
  assert.deepEqual(taken(log), []);
});

test('goes on counting after what was handed out', () => {
  const log = logOf('ls');
  log.take();
  log.add(bytesOf(' -l'));

  assert.deepEqual(taken(log), ['2: -l']);
});

test('hands out again after a reconnect what was not confirmed', () => {
  const log = logOf('abcdef');
  log.take();
  log.confirm(2);

  log.rewind(4);

  assert.deepEqual(taken(log), ['4:ef']);
});

test('hands out nothing again that has arrived', () => {
  const log = logOf('abc');
  log.take();

  log.rewind(3);

  assert.deepEqual(taken(log), []);
  assert.equal(log.waiting, 0);
});

test('keeps what was typed before the lab had counted anything', () => {
  const log = logOf('typed early');

  log.rewind(500);

  assert.deepEqual(taken(log), ['500:typed early']);
});

test('keeps what was typed while there was no connection', () => {
  const log = logOf('abc');
  log.take();
  log.add(bytesOf('def'));

  log.rewind(3);

  assert.deepEqual(taken(log), ['3:def']);
});

test('counts as the lab does, after the lab has forgotten this client', () => {
  const log = logOf('abcdef');
  log.take();
  log.confirm(4);

  log.rewind(0);

  assert.deepEqual(taken(log), ['0:ef']);
});

test('drops what was meant for a shell that is gone', () => {
  const log = logOf('rm -r x');
  log.take();

  log.forget();
  log.rewind(0);

  assert.deepEqual(taken(log), []);
});

test('cuts a large paste into frames, and keeps the rest until the first have arrived', () => {
  const log = logOf('x'.repeat(100_000));

  const first = log.take();
  log.confirm(32_768);
  const second = log.take();

  assert.deepEqual(
    first.map(({ offset, bytes }) => [offset, bytes.length]),
    [
      [0, 32_768],
      [32_768, 32_768],
    ],
  );
  assert.deepEqual(
    second.map(({ offset, bytes }) => [offset, bytes.length]),
    [[65_536, 32_768]],
  );
});

test('nothing is lost or doubled, whatever is cut off when', () => {
  // A small random walk against the plainest model: the text that arrived.
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % below;
  };
  for (let round = 0; round < 500; round += 1) {
    const log = new InputLog();
    let typed = '';
    let arrived = '';
    log.rewind(0);
    for (let step = 0; step < 40; step += 1) {
      const letter = String.fromCharCode(97 + random(26)).repeat(1 + random(5));
      log.add(bytesOf(letter));
      typed += letter;
      const cut = random(3) === 0;
      for (const { offset, bytes } of log.take()) {
        if (!cut) {
          assert.ok(offset <= arrived.length, 'no hole in what arrives');
          arrived += textOf(bytes).slice(arrived.length - offset);
        }
      }
      if (cut) {
        log.rewind(arrived.length);
      } else if (random(2) === 0) {
        log.confirm(arrived.length);
      }
    }
    log.rewind(arrived.length);
    arrived += log
      .take()
      .map(({ bytes }) => textOf(bytes))
      .join('');
    assert.equal(arrived, typed);
  }
});
