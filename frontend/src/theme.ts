import type { Preferences } from './preferences.ts';

type Theme = 'dark' | 'light';

/** Sizes of letters in per cent: from a small laptop to the last row of a lecture hall. */
const SIZES = [87.5, 100, 112.5, 125, 150, 175, 200];
const USUAL_SIZE = 1;

const CHANGED = 'berth:appearance';

/** Puts the chosen theme and size on the page; without a choice, the system's. */
export function applyAppearance(preferences: Preferences): void {
  const root = document.documentElement;
  const theme = preferences.get('theme');
  if (theme === 'dark' || theme === 'light') {
    root.dataset.theme = theme;
  }
  root.style.fontSize = `${SIZES[sizeIndex(preferences)]}%`;
  root.dispatchEvent(new Event(CHANGED));
}

/** Makes the buttons of the top bar work. */
export function openSettings(element: HTMLElement, preferences: Preferences): void {
  const change = (name: string, value: string) => {
    preferences.set(name, value);
    applyAppearance(preferences);
  };
  const resize = (step: number) => {
    const index = Math.min(SIZES.length - 1, Math.max(0, sizeIndex(preferences) + step));
    change('size', String(index));
  };
  const actions: Record<string, () => void> = {
    theme: () => change('theme', currentTheme() === 'dark' ? 'light' : 'dark'),
    smaller: () => resize(-1),
    larger: () => resize(1),
  };
  for (const button of element.querySelectorAll<HTMLButtonElement>('[data-setting]')) {
    button.addEventListener('click', () => actions[button.dataset.setting ?? '']?.());
  }
  element.hidden = false;
}

/** Calls back whenever colours or sizes have changed, by choice or by the system. */
export function watchAppearance(changed: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  document.documentElement.addEventListener(CHANGED, changed);
  system.addEventListener('change', changed);
  return () => {
    document.documentElement.removeEventListener(CHANGED, changed);
    system.removeEventListener('change', changed);
  };
}

function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'dark' || chosen === 'light') {
    return chosen;
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function sizeIndex(preferences: Preferences): number {
  const stored = Number.parseInt(preferences.get('size') ?? '', 10);
  return SIZES[stored] === undefined ? USUAL_SIZE : stored;
}
