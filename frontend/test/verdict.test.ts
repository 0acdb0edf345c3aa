import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOMEWORK_WORDS, isPassed, readVerdict, type TaskEvent } from '../src/verdict.ts';

const clock = (at: number) => `minute ${at / 60_000}`;

function read(event: Partial<TaskEvent>) {
  const whole: TaskEvent = {
    task: 'said-hello',
    verdict: 'not-yet',
    ever: false,
    now: false,
    text: '',
    hint: '',
    at: 120_000,
    ...event,
  };
  return readVerdict(whole, clock);
}

test('a task of which nothing is known yet is open and says nothing', () => {
  assert.deepEqual(read({}), { state: 'open', label: '', status: '', hint: '', offersReset: false });
});

test('a task that has not been tried says what is missing, without blame', () => {
  const verdict = read({ text: 'there is no container called `dice` yet' });

  assert.equal(verdict.state, 'open');
  assert.equal(`${verdict.label}: ${verdict.status}`, 'Not yet: there is no container called `dice` yet');
});

test('a task that is missed says the fact and a hint', () => {
  const verdict = read({ text: 'it printed `hi`', hint: 'mind the quotes' });

  assert.equal(verdict.state, 'not-yet');
  assert.equal(`${verdict.label}: ${verdict.status}`, 'Not yet: it printed `hi`');
  assert.equal(verdict.hint, 'mind the quotes');
});

test('a passed task says when', () => {
  const verdict = read({ verdict: 'passed', ever: true, now: true, text: 'it said hello' });

  assert.equal(`${verdict.label}: ${verdict.status}`, 'Passed at minute 2: it said hello');
});

test('a task of homework is only answered', () => {
  const event: TaskEvent = {
    task: 'sum',
    verdict: 'passed',
    ever: true,
    now: true,
    text: 'it is graded later',
    hint: '',
    at: 120_000,
  };

  assert.equal(readVerdict(event, clock, HOMEWORK_WORDS).label, 'Answered at minute 2');
  assert.match(readVerdict({ ...event, now: false }, clock, HOMEWORK_WORDS).status, /when you submit is graded/);
});

test('what was true once stays passed, and says that it is not true now', () => {
  for (const verdict of ['passed', 'not-yet', 'beyond-repair', 'our-fault'] as const) {
    const { state, status, offersReset } = read({ verdict, ever: true, now: false, text: 'gone' });

    assert.equal(state, 'passed-before');
    assert.ok(isPassed(state));
    assert.match(status, /counts/);
    assert.equal(offersReset, false);
  }
});

test('only what is beyond repair offers a reset', () => {
  assert.equal(read({ verdict: 'beyond-repair', text: 'the image is gone' }).offersReset, true);
  assert.equal(read({ verdict: 'our-fault', text: 'no answer' }).offersReset, false);
  assert.equal(read({ text: 'no container' }).offersReset, false);
});

test('our fault says that it costs nothing, whatever the hint', () => {
  assert.match(read({ verdict: 'our-fault', hint: 'try harder' }).hint, /costs you nothing/);
});
