import { openCopyButton } from './clipboard.ts';
import { showWords } from './code-words.ts';

/**
 * Makes a block of commands clickable: each line gets buttons of its own, because the next line is better clicked when one has seen
 * what the one before did.
 *
 * @param run types a command into the terminal of the machine that the block names
 */
export function openCommandBlock(block: HTMLElement, run: (command: string) => void): void {
  const commands = (block.dataset.command ?? '').split('\n').filter((line) => line.trim() !== '');
  block.replaceChildren(...commands.map((command) => commandLine(command, block.dataset.machine, run)));
}

function commandLine(command: string, machine: string | undefined, run: (command: string) => void): HTMLElement {
  const line = document.createElement('span');
  line.className = 'run-line';
  const code = document.createElement('code');
  showWords(code, command);
  const copy = button('copy-button', 'Copy', `Copy ${command}`);
  openCopyButton(copy, () => command);
  if (machine) {
    code.dataset.machine = machine;
  }
  const start = button('run-button', 'Run', machine ? `Run ${command} on ${machine}` : `Run ${command}`);
  start.addEventListener('click', () => run(command));
  // Together, so that where a line has no room for both they go to the next one as a pair.
  const buttons = document.createElement('span');
  buttons.className = 'run-buttons';
  buttons.append(copy, start);
  line.append(code, buttons);
  return line;
}

function button(name: string, label: string, description: string): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = name;
  made.textContent = label;
  made.ariaLabel = description;
  return made;
}
