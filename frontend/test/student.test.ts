import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareStudents, matches, needsHelp, type Order, type Student } from '../src/student.ts';

const MINUTE = 60_000;

function student(name: string, change: Partial<Student> = {}): Student {
  return {
    student: name,
    name,
    lesson: 'first-container',
    task: 'look-back',
    passed: [],
    total: 7,
    seen: 0,
    connected: true,
    asleep: false,
    verdict: 'not-yet',
    text: '',
    ...change,
  };
}

function passed(...minutes: number[]) {
  return minutes.map((minute, index) => ({ task: `task-${index}`, at: minute * MINUTE }));
}

function sorted(students: Student[], order: Order): string[] {
  return students.sort(compareStudents(order, (one) => one.task.length)).map((one) => one.name);
}

test('names are sorted as people sort them', () => {
  const students = ['zoe', 'Élodie', 'ada 10', 'Ada 9', 'Eve'].map((name) => student(name));

  assert.deepEqual(sorted(students, { column: 'name', descending: false }), [
    'Ada 9',
    'ada 10',
    'Élodie',
    'Eve',
    'zoe',
  ]);
});

test('equal students are sorted by name, also downwards', () => {
  const students = [student('c', { passed: passed(1) }), student('b'), student('a')];

  assert.deepEqual(sorted(students, { column: 'passed', descending: true }), ['c', 'a', 'b']);
});

test('somebody long at one task may need help', () => {
  const stuck = student('a', { passed: passed(1, 5) });

  assert.equal(needsHelp(stuck, 16 * MINUTE), true);
  assert.equal(needsHelp(stuck, 14 * MINUTE), false);
});

test('somebody who has left, or is done, is not stuck', () => {
  assert.equal(needsHelp(student('a', { passed: passed(1), connected: false }), 60 * MINUTE), false);
  assert.equal(needsHelp(student('a', { passed: passed(1), total: 1 }), 60 * MINUTE), false);
});

test('somebody whose machine sleeps is not at work', () => {
  assert.equal(needsHelp(student('a', { passed: passed(1), asleep: true }), 60 * MINUTE), false);
});

test('trouble needs help at once', () => {
  assert.equal(needsHelp(student('a', { verdict: 'beyond-repair' }), 0), true);
  assert.equal(needsHelp(student('a', { verdict: 'our-fault', connected: false }), 0), true);
});

test('all words must be found, in name, task or text', () => {
  const one = student('Ada', { text: 'no container called `otter`' });
  const titleOf = () => 'Read its output';

  assert.equal(matches(one, 'OTTER ada output', titleOf), true);
  assert.equal(matches(one, 'otter bob', titleOf), false);
  assert.equal(matches(one, '', titleOf), true);
});
