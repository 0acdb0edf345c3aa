import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Comparisons } from '../src/comparison.ts';
import type { Clock } from '../src/surroundings.ts';

const PROMPT = 'root@vm1:~#';

/** A terminal's line, a clock that is turned by hand, and a prediction about `docker ps -a`. */
function scene() {
  const alarms: (() => void)[] = [];
  const clock: Clock = {
    set: (action) => alarms.push(action) as never,
    clear: () => {
      alarms.length = 0;
    },
  } as Clock;
  const state = { line: `${PROMPT} `, compared: 0, isGuessed: true };
  const question = {
    get isGuessed() {
      return state.isGuessed;
    },
    async compare() {
      state.compared++;
    },
  };
  const tick = () => {
    for (const alarm of alarms.splice(0)) {
      alarm();
    }
  };
  const comparisons = new Comparisons([{ question, command: 'docker ps  -a' }], () => state.line, clock);
  return { state, comparisons, tick };
}

test('a click on the command compares once the prompt is there again', () => {
  const { state, comparisons, tick } = scene();

  comparisons.clicked('docker ps  -a');
  state.line = `${PROMPT} docker ps  -a`;
  tick();
  state.line = '';
  tick();
  assert.equal(state.compared, 0);
  state.line = `${PROMPT} `;
  tick();

  assert.equal(state.compared, 1);
});

test('typing the command compares, whatever the blanks in it', () => {
  const { state, comparisons, tick } = scene();
  state.line = `${PROMPT} docker  ps -a `;

  comparisons.entered();
  state.line = PROMPT;
  tick();

  assert.equal(state.compared, 1);
});

test('another command compares nothing', () => {
  const { state, comparisons, tick } = scene();
  state.line = `${PROMPT} docker ps`;

  comparisons.entered();
  comparisons.clicked('docker ps');
  state.line = PROMPT;
  tick();

  assert.equal(state.compared, 0);
});

test('before a guess nothing is told', () => {
  const { state, comparisons, tick } = scene();
  state.isGuessed = false;

  comparisons.clicked('docker ps  -a');
  tick();

  assert.equal(state.compared, 0);
});

test('a command after which no prompt comes is compared in the end', () => {
  const { state, comparisons, tick } = scene();

  comparisons.clicked('docker ps  -a');
  state.line = 'root@3f2a:/#';
  for (let look = 0; look <= 60; look++) {
    tick();
  }

  assert.equal(state.compared, 1);
});
