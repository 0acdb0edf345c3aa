import type { Preferences } from './preferences.ts';

const LEAST = 20;
const MOST = 80;
const STEP = 2;
const LEAP = 10;

/** The bar between text and terminal: dragged by a pointer, or moved by the arrow keys, Home and End. */
export function openSplitter(bar: HTMLElement, split: HTMLElement, preferences: Preferences): void {
  const stacked = matchMedia('(max-width: 60rem)');
  const axis = () => (stacked.matches ? 'y' : 'x');
  const chosen = () => `text-share-${axis()}`;
  let share = 0;
  const show = () => {
    const wanted = Number.parseInt(preferences.get(chosen()) ?? '', 10);
    // Where nobody has moved the bar, the style sheet decides.
    split.style.setProperty('--text-share', wanted ? `${wanted}%` : null);
    share = Number.parseInt(getComputedStyle(split).getPropertyValue('--text-share'), 10);
    bar.ariaValueNow = String(share);
  };
  const move = (wanted: number) => {
    preferences.set(chosen(), String(Math.min(MOST, Math.max(LEAST, Math.round(wanted)))));
    show();
  };
  const turn = () => {
    bar.ariaOrientation = stacked.matches ? 'horizontal' : 'vertical';
    bar.ariaLabel = stacked.matches ? 'Height of the lesson' : 'Width of the lesson';
    show();
  };
  bar.addEventListener('pointerdown', (event) => {
    bar.setPointerCapture(event.pointerId);
    event.preventDefault();
    bar.focus();
  });
  bar.addEventListener('pointermove', (event) => {
    if (bar.hasPointerCapture(event.pointerId)) {
      const room = split.getBoundingClientRect();
      const part = stacked.matches
        ? (event.clientY - room.top) / room.height
        : (event.clientX - room.left) / room.width;
      move(part * 100);
    }
  });
  bar.addEventListener('keydown', (event) => {
    const wanted = byKey(event, share);
    if (wanted !== undefined) {
      event.preventDefault();
      move(wanted);
    }
  });
  bar.addEventListener('dblclick', () => {
    preferences.set(chosen(), '');
    show();
  });
  addEventListener('resize', turn);
  turn();
}

function byKey(event: KeyboardEvent, share: number): number | undefined {
  const step = event.shiftKey ? LEAP : STEP;
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowUp':
      return share - step;
    case 'ArrowRight':
    case 'ArrowDown':
      return share + step;
    case 'Home':
      return LEAST;
    case 'End':
      return MOST;
    default:
      return undefined;
  }
}
