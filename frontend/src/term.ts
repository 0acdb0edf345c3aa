import { part } from './part.ts';

/** Keeps cards from the edges, in pixels. */
const MARGIN = 8;

/**
 * A word of the glossary with its card. Styles show the card while the word is pointed at or has the keyboard; here it learns to stay within the text, to be shown by a
 * tap, which would leave the page, and to go away at Escape.
 *
 * @param frame the part of the page that the card may not leave
 */
export function openTerm(term: HTMLElement, frame: HTMLElement): void {
  const word = part(term, 'a');
  const card = part(term, '.term-card');
  const place = () => {
    term.classList.remove('dismissed');
    const room = frame.getBoundingClientRect();
    card.style.setProperty('--shift', '0px');
    const { left, right } = card.getBoundingClientRect();
    const shift = Math.max(room.left + MARGIN - left, Math.min(0, room.right - MARGIN - right));
    card.style.setProperty('--shift', `${Math.round(shift)}px`);
    const { top, bottom } = word.getBoundingClientRect();
    const below = room.bottom - bottom;
    card.classList.toggle('above', below < card.offsetHeight + MARGIN && top - room.top > below);
  };
  term.addEventListener('pointerenter', place);
  term.addEventListener('focusin', place);
  term.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      term.classList.add('dismissed');
    }
  });
  word.addEventListener('click', (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      word.focus();
      place();
    }
  });
}
