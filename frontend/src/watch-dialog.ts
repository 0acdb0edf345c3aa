import type { Student } from './student.ts';
import { openTab } from './tab.ts';

/**
 * Shows students' terminals in a dialog over the class. The terminal's code is fetched when the first one is opened.
 *
 * @returns what opens a student's terminal
 */
export function openWatchDialog(dialog: HTMLDialogElement): (student: Student) => Promise<void> {
  const client = openTab();
  const title = dialog.querySelector('[data-watch-name]');
  const page = dialog.querySelector<HTMLAnchorElement>('[data-watch-page]');
  const screen = dialog.querySelector<HTMLElement>('.screen');
  let wanted = '';
  return async (student) => {
    const base = `/classroom/students/${encodeURIComponent(student.student)}/terminal`;
    if (!title || !page || !screen) {
      location.assign(base);
      return;
    }
    wanted = student.student;
    title.textContent = student.name;
    page.href = base;
    screen.dataset.socket = `${base}/${screen.dataset.machine}`;
    dialog.showModal();
    const { openWatchedMachine } = await import('./machine.ts');
    // Meanwhile the dialog may have been closed, or opened for somebody else.
    if (!dialog.open || wanted !== student.student) {
      return;
    }
    const machine = openWatchedMachine(dialog, client);
    dialog.addEventListener('close', () => machine.dispose(), { once: true });
  };
}
