import { openCopyButton } from './clipboard.ts';
import { part } from './part.ts';

/**
 * A file that the lesson shows: a click has the shell write it.
 *
 * @param run types a command, here of several lines, into the terminal
 */
export function openFileBlock(block: HTMLElement, run: (command: string) => void): void {
  const path = block.dataset.path ?? '';
  const write = part<HTMLButtonElement>(block, '.write-button');
  write.ariaLabel = `Write this file: ${path}`;
  write.addEventListener('click', () => run(block.dataset.command ?? ''));
  const copy = document.createElement('button');
  copy.type = 'button';
  copy.className = 'copy-button';
  copy.textContent = 'Copy';
  copy.ariaLabel = `Copy the text of ${path}`;
  openCopyButton(copy, () => part(block, 'pre').textContent ?? '');
  const buttons = document.createElement('span');
  buttons.className = 'run-buttons';
  write.replaceWith(buttons);
  buttons.append(copy, write);
}
