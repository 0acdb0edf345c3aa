import { part } from './part.ts';
import type { Student } from './student.ts';

/**
 * Takes a student out of the class after a person has said yes to it. The row goes when the lab says so.
 *
 * @param dialog asks the question
 * @returns what asks it
 */
export function openRemovalDialog(dialog: HTMLDialogElement): (student: Student) => void {
  const name = part(dialog, '[data-remove-name]');
  const problem = part(dialog, '[data-remove-problem]');
  const form = part<HTMLFormElement>(dialog, 'form');
  let asked: Student | undefined;
  form.addEventListener('submit', async (event) => {
    if ((event.submitter as HTMLButtonElement | null)?.value !== 'remove' || !asked) {
      return;
    }
    event.preventDefault();
    problem.textContent = await remove(asked);
    if (problem.textContent === '') {
      dialog.close();
    }
  });
  return (student) => {
    asked = student;
    name.textContent = student.name;
    problem.textContent = '';
    dialog.showModal();
  };
}

/** @returns what went wrong, or nothing */
async function remove(student: Student): Promise<string> {
  try {
    const response = await fetch(`/classroom/students/${encodeURIComponent(student.student)}/remove`, {
      method: 'POST',
    });
    // Somebody who is gone already is gone.
    return response.ok || response.status === 404
      ? ''
      : 'That did not work: the machine could not be removed. Try again.';
  } catch {
    return 'The lab does not answer. Try again.';
  }
}
