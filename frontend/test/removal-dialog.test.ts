import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { openRemovalDialog, requestRemoval } from '../src/removal-dialog.ts';
import type { Student } from '../src/student.ts';

const ada = { student: 'a1', name: 'Ada' } as Student;
const bob = { student: 'b2', name: 'Bob' } as Student;

/** The dialog of classroom.html, and a lab that answers when it is told to. */
class FakeDialog {
  readonly name = { textContent: '' };
  readonly problem = { textContent: '' };
  readonly yes = { disabled: false };
  readonly form = new EventTarget();
  readonly gone: string[] = [];
  open = false;
  answer: (trouble: string) => void = () => {};

  readonly ask = openRemovalDialog(
    this as unknown as HTMLDialogElement,
    (student) => this.gone.push(student.name),
    () =>
      new Promise((done) => {
        this.answer = done;
      }),
  );

  querySelector(selector: string): unknown {
    const parts: Record<string, unknown> = {
      '[data-remove-name]': this.name,
      '[data-remove-problem]': this.problem,
      '[value=remove]': this.yes,
      form: this.form,
    };
    return parts[selector];
  }

  showModal(): void {
    this.open = true;
  }

  close(): void {
    this.open = false;
  }

  sayYes(): void {
    this.form.dispatchEvent(Object.assign(new Event('submit', { cancelable: true }), { submitter: this.yes }));
  }
}

test('asks, cannot be asked twice for the same, and closes when the student is gone', async () => {
  const dialog = new FakeDialog();

  dialog.ask(ada);
  dialog.sayYes();
  assert.equal(dialog.name.textContent, 'Ada');
  assert.equal(dialog.yes.disabled, true);
  dialog.answer('');
  await setImmediate();

  assert.equal(dialog.open, false);
  assert.deepEqual(dialog.gone, ['Ada']);
});

test('stays open and tells what went wrong', async () => {
  const dialog = new FakeDialog();

  dialog.ask(ada);
  dialog.sayYes();
  dialog.answer('The lab does not answer.');
  await setImmediate();

  assert.equal(dialog.open, true);
  assert.equal(dialog.yes.disabled, false);
  assert.equal(dialog.problem.textContent, 'The lab does not answer.');
  assert.deepEqual(dialog.gone, []);
});

/** The answer about the first one closed the question about the second. */
test('an answer that comes late says nothing in a question about somebody else', async () => {
  const dialog = new FakeDialog();

  dialog.ask(ada);
  dialog.sayYes();
  dialog.ask(bob);
  dialog.answer('');
  await setImmediate();

  assert.equal(dialog.open, true);
  assert.equal(dialog.name.textContent, 'Bob');
  assert.deepEqual(dialog.gone, ['Ada']);
});

test('tells why the lab did not do it, and takes somebody who is gone already for gone', async (context) => {
  const answers = [204, 404, 401, 503].map((status) => new Response(null, { status }));
  context.mock.method(globalThis, 'fetch', async () => answers.shift() ?? Promise.reject(new TypeError('no network')));

  assert.equal(await requestRemoval(ada), '');
  assert.equal(await requestRemoval(ada), '');
  assert.match(await requestRemoval(ada), /no longer signed in/);
  assert.match(await requestRemoval(ada), /machine could not be removed/);
  assert.match(await requestRemoval(ada), /lab does not answer/);
});
