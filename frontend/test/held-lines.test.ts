import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { HeldLines } from '../src/held-lines.ts';
import { FakeClock } from './fake-lab.ts';

let clock: FakeClock;
let prompt: boolean;
let typed: string[];
let told: string | undefined;
let held: HeldLines;

beforeEach(() => {
  clock = new FakeClock();
  prompt = false;
  typed = [];
  told = undefined;
  const terminal = {
    atPrompt: () => prompt,
    type: (command: string) => typed.push(command),
    tell: (command: string | undefined) => {
      told = command;
    },
  };
  held = new HeldLines(terminal, clock);
});

function show(withPrompt: boolean): void {
  prompt = withPrompt;
  held.drawn();
}

test('at a prompt a line is typed at once', () => {
  show(true);

  held.hold('ls');

  assert.deepEqual(typed, ['ls']);
  assert.equal(held.waiting, false);
});

test('while a program runs a line waits, and the student is told which', () => {
  show(false);
  held.hold('ls');
  assert.equal(told, undefined);
  clock.tick(60_000);
  assert.deepEqual(typed, []);
  assert.equal(told, 'ls');

  show(true);

  assert.deepEqual(typed, ['ls']);
  assert.equal(told, undefined);
});

test('of several lines each waits for a prompt of its own, though the one before is still on the screen', () => {
  show(true);
  held.hold('cat');
  held.hold('pwd');
  held.hold('pwd');
  assert.deepEqual(typed, ['cat']);

  show(false);
  assert.deepEqual(typed, ['cat']);

  show(true);
  assert.deepEqual(typed, ['cat', 'pwd']);
  show(true);
  assert.deepEqual(typed, ['cat', 'pwd']);
});

test('after Enter the prompt on the screen is an old one', () => {
  show(true);
  held.entered();

  held.hold('ls');
  assert.deepEqual(typed, []);

  show(true);
  assert.deepEqual(typed, ['ls']);
});

test('a student may have the line typed without a prompt, or not at all', () => {
  show(false);
  held.hold('ls');
  held.hold('pwd');
  held.release();
  assert.deepEqual(typed, ['ls']);

  held.forget();
  clock.tick(60_000);
  show(true);

  assert.deepEqual(typed, ['ls']);
  assert.equal(told, undefined);
});
