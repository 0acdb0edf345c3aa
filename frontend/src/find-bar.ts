import { part } from './part.ts';
import type { Matches, Terminal } from './terminal.ts';

/** The line above a terminal in which one looks for words in its output. */
export interface FindBar {
  open(): void;
  /** Does nothing when it is not open. */
  close(): void;
}

export function openFindBar(form: HTMLFormElement, terminal: Pick<Terminal, 'find' | 'endFind' | 'focus'>): FindBar {
  const text = part<HTMLInputElement>(form, '[data-find-text]');
  const count = part(form, '[data-find-count]');
  const find = (direction: 'next' | 'back') => {
    if (text.value === '') {
      count.textContent = '';
      terminal.endFind();
    } else {
      terminal.find(text.value, direction, (matches) => {
        count.textContent = describe(matches);
      });
    }
  };
  const bar = {
    open() {
      form.hidden = false;
      text.focus();
      text.select();
    },
    close() {
      if (form.hidden) {
        return;
      }
      form.hidden = true;
      terminal.endFind();
      terminal.focus();
    },
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    find('next');
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      bar.close();
    }
  });
  text.addEventListener('input', () => find('back'));
  form.querySelector('[data-find-back]')?.addEventListener('click', () => find('back'));
  form.querySelector('[data-find-close]')?.addEventListener('click', () => bar.close());
  return bar;
}

function describe({ index, count }: Matches): string {
  if (count === 0) {
    return 'not found';
  }
  return index < 0 ? `${count} found` : `${index + 1} of ${count}`;
}
