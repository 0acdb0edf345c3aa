import type { Preferences } from './preferences.ts';

const LEAST = 20;
const MOST = 80;
const STEP = 2;
const LEAP = 10;
const USUAL = 45;

/** The bar between text and terminal: dragged by a pointer, or moved by the arrow keys, Home and End. */
export function openSplitter(bar: HTMLElement, split: HTMLElement, preferences: Preferences): void {
  const stacked = matchMedia('(max-width: 60rem)');
  const axis = () => (stacked.matches ? 'y' : 'x');
  let share = USUAL;
  const move = (wanted: number) => {
    share = Math.min(MOST, Math.max(LEAST, Math.round(wanted)));
    split.style.setProperty('--text-share', `${share}%`);
    bar.ariaValueNow = String(share);
    preferences.set(`share-${axis()}`, String(share));
  };
  const turn = () => {
    bar.ariaOrientation = stacked.matches ? 'horizontal' : 'vertical';
    bar.ariaLabel = stacked.matches ? 'Height of the lesson' : 'Width of the lesson';
    move(Number.parseInt(preferences.get(`share-${axis()}`) ?? '', 10) || USUAL);
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
  bar.addEventListener('dblclick', () => move(USUAL));
  stacked.addEventListener('change', turn);
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
