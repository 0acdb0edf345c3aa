import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { HeldLines } from '../src/held-lines.ts';
import { FakeClock } from './fake-lab.ts';

let clock: FakeClock;
let typed: string[];
let held: HeldLines;

beforeEach(() => {
  clock = new FakeClock();
  typed = [];
  held = new HeldLines((lines) => typed.push(lines), clock);
});

test('a line waits for the prompt of the new shell, whatever that says before', () => {
  held.hold('ls\r');
  held.opened();
  held.drawn(0);
  assert.deepEqual(typed, []);

  held.drawn(14);

  assert.deepEqual(typed, ['ls\r']);
});

test('lines are typed once, in their order', () => {
  held.hold('ls\r');
  held.hold('pwd\r');
  held.opened();
  held.drawn(14);
  held.drawn(14);
  clock.tick(60_000);

  assert.deepEqual(typed, ['ls\rpwd\r']);
  assert.equal(held.waiting, false);
});

test('a shell without a prompt gets them after a while, but not before it is there', () => {
  held.hold('ls\r');
  clock.tick(60_000);
  assert.deepEqual(typed, []);

  held.opened();
  clock.tick(60_000);

  assert.deepEqual(typed, ['ls\r']);
});

test('nothing is typed into shells for which nothing waits', () => {
  held.opened();
  held.drawn(14);
  clock.tick(60_000);

  assert.deepEqual(typed, []);
});
