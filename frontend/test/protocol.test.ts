import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encodeInput, encodeRead, encodeSize, ProtocolError } from '../src/protocol.ts';
import { bytesOf } from './bytes.ts';

function frame(...bytes: number[]): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

function textFrame(type: number, text: string): ArrayBuffer {
  return frame(type, ...bytesOf(text));
}

test('input is its type, the offset of its first byte, and the bytes', () => {
  assert.deepEqual([...encodeInput(258, bytesOf('ls'))], [0x01, 0, 0, 0, 0, 0, 0, 1, 2, 0x6c, 0x73]);
});

test('size is columns before rows', () => {
  assert.deepEqual([...encodeSize(300, 24)], [0x02, 1, 44, 0, 24]);
});

test('read counts beyond 32 bits', () => {
  assert.deepEqual([...encodeRead(2 ** 40 + 1)], [0x03, 0, 0, 1, 0, 0, 0, 0, 1]);
});

test('output is read with its offset', () => {
  const read = decode(frame(0x11, 0, 0, 0, 0, 0, 1, 0, 0, 0x41, 0x42));

  assert.deepEqual(read, { type: 'output', offset: 65536, bytes: bytesOf('AB') });
});

test('output may be empty', () => {
  assert.deepEqual(decode(frame(0x11, 0, 0, 0, 0, 0, 0, 0, 7)), {
    type: 'output',
    offset: 7,
    bytes: new Uint8Array(0),
  });
});

test('taken tells which input has arrived', () => {
  assert.deepEqual(decode(frame(0x12, 0, 0, 0, 0, 0, 0, 0, 9)), { type: 'taken', offset: 9 });
});

test('session is the id of the shell', () => {
  assert.deepEqual(decode(textFrame(0x14, 'shell-7')), { type: 'session', id: 'shell-7' });
});

test('state is JSON', () => {
  const text = '{"columns":80,"rows":24,"readOnly":true,"ended":3,"output":99}';

  const read = decode(textFrame(0x13, text));

  assert.deepEqual(read, {
    type: 'state',
    state: { columns: 80, rows: 24, readOnly: true, ended: 3, output: 99, waiting: false, asleep: false },
  });
});

test('a state without an offset has no history', () => {
  const read = decode(textFrame(0x13, '{"columns":80,"rows":24,"readOnly":false,"ended":null}'));

  assert.equal(read.type === 'state' && read.state.output, 0);
});

const broken: readonly (readonly [string, ArrayBuffer])[] = [
  ['an empty frame', frame()],
  ['an unknown type', frame(0x77)],
  ['output without room for its offset', frame(0x11, 0, 0)],
  ['an offset that cannot be counted', frame(0x12, 0xff, 0, 0, 0, 0, 0, 0, 0)],
  ['a state that is not JSON', textFrame(0x13, '{')],
  ['a state that is null', textFrame(0x13, 'null')],
  ['a state of no columns', textFrame(0x13, '{"columns":0,"rows":24}')],
  ['a state of too many rows', textFrame(0x13, '{"columns":80,"rows":1001}')],
];
for (const [what, bytes] of broken) {
  test(`refuses ${what}`, () => {
    assert.throws(() => decode(bytes), ProtocolError);
  });
}
