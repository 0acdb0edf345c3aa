import { KEYS } from './terminal-keys.ts';

/** The menu of keys that a browser keeps to itself or a screen without a keyboard does not have. */
export function openKeysMenu(menu: HTMLDetailsElement, press: (keys: string) => void): void {
  for (const button of menu.querySelectorAll<HTMLButtonElement>('[data-key]')) {
    button.addEventListener('click', () => {
      menu.open = false;
      press(KEYS[button.dataset.key ?? ''] ?? '');
    });
  }
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && menu.open) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  });
  menu.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) {
      menu.open = false;
    }
  });
}
