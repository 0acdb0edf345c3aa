import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { type Connection, openConnection } from '../src/connection.ts';
import { bytesOf } from './bytes.ts';
import { FakeLab, Screen } from './fake-lab.ts';

const INPUT = 0x01;
const SIZE = 0x02;
const READ = 0x03;
const CLOSE = 0x04;

let lab: FakeLab;
let screen: Screen;
let connection: Connection;

beforeEach(() => {
  lab = new FakeLab();
  screen = new Screen();
  connection = openConnection('ws://lab/terminal/vm1?student=ada', 'client-1', screen, lab);
});

afterEach(() => {
  connection.close();
});

/** Long enough for any wait before the next attempt. */
function waitForRetry(): void {
  lab.clock.tick(10_000);
}

test('asks for all output at first, and names itself', () => {
  const query = lab.socket.address.searchParams;

  assert.equal(query.get('student'), 'ada');
  assert.equal(query.get('client'), 'client-1');
  assert.equal(query.get('output'), '0');
  assert.equal(query.get('session'), null);
});

test('holds input until the lab has said what it has', () => {
  connection.send(bytesOf('ls\r'));
  assert.deepEqual(lab.socket.framesOf(INPUT), []);

  lab.socket.greet('shell-1', 40);

  assert.deepEqual(lab.socket.framesOf(INPUT), [{ offset: 40, text: 'ls\r' }]);
});

test('tells its size as soon as it may, and again on a new connection', () => {
  connection.size(120, 40);
  lab.socket.greet('shell-1', 0);
  assert.deepEqual(
    lab.socket.sent.filter((frame) => frame[0] === SIZE).map((frame) => [...frame]),
    [[2, 0, 120, 0, 40]],
  );

  lab.socket.break();
  waitForRetry();
  lab.socket.greet('shell-1', 0);

  assert.equal(lab.socket.sent.filter((frame) => frame[0] === SIZE).length, 1);
});

test('resumes where the output broke off, in the same shell', () => {
  lab.socket.greet('shell-1', 0);
  lab.socket.output(0, 'one ');

  lab.socket.break();
  waitForRetry();

  assert.equal(lab.socket.address.searchParams.get('output'), '4');
  assert.equal(lab.socket.address.searchParams.get('session'), 'shell-1');
  lab.socket.greet('shell-1', 0);
  lab.socket.output(4, 'two');
  assert.equal(screen.text, 'one two');
});

test('draws nothing twice that the lab repeats', () => {
  lab.socket.greet('shell-1', 0);
  lab.socket.output(0, 'hello');

  lab.socket.output(3, 'lo world');
  lab.socket.output(0, 'hello');

  assert.equal(screen.text, 'hello world');
});

test('starts an empty screen after a gap', () => {
  lab.socket.greet('shell-1', 0);
  lab.socket.output(0, 'old');

  lab.socket.output(100, 'new');

  assert.equal(screen.text, 'new');
});

test('sends again what was not confirmed before the connection broke', () => {
  lab.socket.greet('shell-1', 0);
  connection.send(bytesOf('abc'));
  lab.socket.taken(1);

  lab.socket.break();
  connection.send(bytesOf('def'));
  waitForRetry();
  lab.socket.greet('shell-1', 2);

  assert.deepEqual(lab.socket.framesOf(INPUT), [{ offset: 2, text: 'cdef' }]);
});

test('types nothing into a new shell that was meant for the old one', () => {
  lab.socket.greet('shell-1', 0);
  connection.send(bytesOf('rm -r x\r'));

  lab.socket.session('shell-2');
  lab.socket.taken(0);

  assert.equal(lab.socket.framesOf(INPUT).length, 1);
});

test('starts an empty screen, counted from 0, for another shell', () => {
  lab.socket.greet('shell-1', 0);
  lab.socket.output(0, 'old shell');

  lab.socket.session('shell-2');
  lab.socket.taken(0);
  lab.socket.state({});
  lab.socket.output(0, 'new');
  connection.send(bytesOf('ls'));

  assert.equal(screen.text, 'new');
  assert.deepEqual(lab.socket.framesOf(INPUT), [{ offset: 0, text: 'ls' }]);
});

test('gives credit for what has been drawn, not for what has been received', () => {
  screen.slow = true;
  lab.socket.greet('shell-1', 0);
  lab.socket.output(0, 'x'.repeat(70_000));
  lab.clock.tick(1_000);
  assert.deepEqual(lab.socket.framesOf(READ), []);

  screen.undrawn.shift()?.();

  assert.deepEqual(lab.socket.framesOf(READ), [{ offset: 70_000, text: '' }]);
});

test('gives credit for a few bytes after a moment, once for all of them', () => {
  lab.socket.greet('shell-1', 0);
  lab.socket.output(0, 'a');
  lab.socket.output(1, 'b');
  assert.deepEqual(lab.socket.framesOf(READ), []);

  lab.clock.tick(1_000);

  assert.deepEqual(lab.socket.framesOf(READ), [{ offset: 2, text: '' }]);
});

test('gives no credit to a new shell for what an old one printed', () => {
  screen.slow = true;
  lab.socket.greet('shell-1', 0);
  lab.socket.output(0, 'x'.repeat(70_000));

  lab.socket.session('shell-2');
  lab.socket.taken(0);
  screen.undrawn.shift()?.();
  lab.clock.tick(1_000);

  assert.deepEqual(lab.socket.framesOf(READ), []);
});

test('tries again when it was too slow or the machine is not there yet, and says which', () => {
  lab.socket.open();
  lab.socket.break(4503);
  waitForRetry();
  lab.socket.break(4408);
  waitForRetry();

  assert.equal(lab.sockets.length, 3);
  assert.deepEqual(
    screen.phases.filter((phase) => phase.kind === 'lost'),
    [{ kind: 'lost', machine: 'starting' }, { kind: 'lost' }],
  );
});

for (const code of [4401, 4403, 4404]) {
  test(`does not try again after ${code}`, () => {
    lab.socket.break(code);
    lab.clock.tick(60_000);

    assert.equal(lab.sockets.length, 1);
    assert.deepEqual(screen.phases.at(-1), { kind: 'refused', code });
  });
}

test('gives up on a lab that speaks something else', () => {
  lab.socket.open();
  lab.socket.taken(2 ** 60);
  lab.clock.tick(60_000);

  assert.equal(lab.sockets.length, 1);
  assert.deepEqual(screen.phases.at(-1), { kind: 'refused', code: 1002 });
});

test('tries at once when the network is back', () => {
  lab.socket.break();

  lab.network.dispatchEvent(new Event('online'));

  assert.equal(lab.sockets.length, 2);
});

test('leaves a connection alone that lives when the network is said to be back', () => {
  lab.socket.greet('shell-1', 0);

  lab.network.dispatchEvent(new Event('online'));

  assert.equal(lab.sockets.length, 1);
});

test('begins anew when opening takes too long', () => {
  const first = lab.socket;

  lab.clock.tick(20_000);
  waitForRetry();

  assert.equal(first.closed, true);
  assert.equal(lab.sockets.length, 2);
});

test('notices a network that vanished without a word by input that is not confirmed', () => {
  lab.socket.greet('shell-1', 0);
  const first = lab.socket;
  connection.send(bytesOf('ls'));

  lab.clock.tick(8_000);
  assert.equal(first.closed, true);
  waitForRetry();
  lab.socket.greet('shell-1', 0);

  assert.deepEqual(lab.socket.framesOf(INPUT), [{ offset: 0, text: 'ls' }]);
});

test('asks to have its terminal closed until the lab has done it', () => {
  connection.end();
  lab.socket.greet('shell-1', 0);
  assert.equal(lab.socket.sent.filter((frame) => frame[0] === CLOSE).length, 1);

  lab.socket.break();
  waitForRetry();
  lab.socket.greet('shell-1', 0);
  assert.equal(lab.socket.sent.filter((frame) => frame[0] === CLOSE).length, 1);
  lab.socket.break(4410);
  lab.clock.tick(60_000);

  assert.equal(lab.sockets.length, 2);
  assert.deepEqual(screen.phases.at(-1), { kind: 'refused', code: 4410 });
});

test('stays away after it was closed', () => {
  lab.socket.greet('shell-1', 0);

  connection.close();
  lab.network.dispatchEvent(new Event('online'));
  lab.clock.tick(60_000);

  assert.equal(lab.sockets.length, 1);
  assert.equal(lab.socket.closed, true);
});
