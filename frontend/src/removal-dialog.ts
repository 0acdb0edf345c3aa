import { part } from './part.ts';
import type { Student } from './student.ts';

/**
 * Takes a student out of the class after a person has said yes to it.
 *
 * @param dialog asks the question
 * @param removed called when the student is no longer in the class
 * @param remove does it, and resolves to what went wrong, or nothing
 * @returns what asks the question
 */
export function openRemovalDialog(
  dialog: HTMLDialogElement,
  removed: (student: Student) => void,
  remove: (student: Student) => Promise<string> = requestRemoval,
): (student: Student) => void {
  const name = part(dialog, '[data-remove-name]');
  const problem = part(dialog, '[data-remove-problem]');
  const yes = part<HTMLButtonElement>(dialog, '[value=remove]');
  let asked: Student | undefined;
  part(dialog, 'form').addEventListener('submit', async (event) => {
    const student = asked;
    if (event.submitter !== yes || !student) {
      return;
    }
    event.preventDefault();
    yes.disabled = true;
    const trouble = await remove(student);
    // A machine takes its time to go: meanwhile the dialog may have been closed, and ask about somebody else.
    if (asked === student) {
      yes.disabled = false;
      problem.textContent = trouble;
      if (trouble === '') {
        dialog.close();
      }
    }
    if (trouble === '') {
      removed(student);
    }
  });
  return (student) => {
    asked = student;
    name.textContent = student.name;
    problem.textContent = '';
    yes.disabled = false;
    dialog.showModal();
  };
}

/** @returns what went wrong, or nothing */
export async function requestRemoval(student: Student): Promise<string> {
  try {
    const response = await fetch(`/classroom/students/${encodeURIComponent(student.student)}/remove`, {
      method: 'POST',
    });
    if (response.status === 401) {
      return 'You are no longer signed in. Open the link for instructors again.';
    }
    // Somebody who is gone already is gone.
    return response.ok || response.status === 404
      ? ''
      : 'That did not work: the machine could not be removed. Try again.';
  } catch {
    return 'The lab does not answer. Try again.';
  }
}
