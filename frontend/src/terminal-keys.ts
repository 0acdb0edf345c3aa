import { copyText } from './clipboard.ts';
import type { Terminal } from './terminal.ts';

/** What the buttons of the menu "Keys" send to the shell. */
export const KEYS: Readonly<Record<string, string>> = {
  detach: '\x10\x11',
  interrupt: '\x03',
  end: '\x04',
  word: '\x17',
  next: '\x0e',
  transpose: '\x14',
  tab: '\t',
  escape: '\x1b',
  up: '\x1b[A',
};

/**
 * The few keys that are ours and not the shell's: F6 leaves the terminal (panes.ts hears it), Ctrl+Shift+C copies, Ctrl+Shift+V is
 * left to the browser, which pastes, Ctrl+Shift+F finds. All others go to the shell, Ctrl+P too: xterm keeps it from printing the page.
 * Ctrl+W, Ctrl+N and Ctrl+T never arrive, because browsers keep them to themselves; the menu "Keys" has them.
 *
 * @returns whether the key has been dealt with
 */
export function dealWithKey(event: KeyboardEvent, terminal: Terminal, find: () => void): boolean {
  if (event.key === 'F6' && !event.ctrlKey && !event.altKey && !event.metaKey) {
    return true;
  }
  if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) {
    return false;
  }
  switch (event.code) {
    case 'KeyC':
      once(event, () => void copyText(terminal.selection));
      return true;
    case 'KeyF':
      once(event, find);
      return true;
    case 'KeyV':
      return true;
    default:
      return false;
  }
}

/** Acts when the key goes down, and keeps the browser from doing something else with it. */
function once(event: KeyboardEvent, action: () => void): void {
  event.preventDefault();
  if (event.type === 'keydown') {
    action();
  }
}
