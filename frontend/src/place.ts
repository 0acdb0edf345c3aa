/** Where a person is on the page of a lesson. */
interface Place {
  /** The first block of the text that can be seen, and how far below the pane's upper edge it begins, in pixels. */
  readonly block: number;
  readonly below: number;
  /** Whether the keyboard was in the terminal. */
  readonly typing: boolean;
}

/** The parts of the page that a place is in. */
export interface Placed {
  readonly text: Pick<HTMLElement, 'getBoundingClientRect' | 'scrollBy'>;
  readonly blocks: ArrayLike<Pick<HTMLElement, 'getBoundingClientRect'>>;
  isTyping(): boolean;
  /** Goes to the terminal. */
  type(): void;
}

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/**
 * A reload, in the middle of a lesson or of vi, leaves a person where they were: a browser does that for whole pages alone. The place is a block, not a height, since
 * cards grow when the lab tells how tasks stand.
 */
export function openPlace(
  lesson: string,
  placed: Placed,
  store: Store = sessionStorage,
  page: EventTarget = window,
): void {
  const key = `berth-place-${lesson}`;
  const before: Place | null = JSON.parse(store.getItem(key) ?? 'null');
  if (before) {
    goTo(placed, before);
  }
  page.addEventListener('pagehide', () => store.setItem(key, JSON.stringify(placeIn(placed))));
}

function goTo({ text, blocks, type }: Placed, { block, below, typing }: Place): void {
  const found = blocks[block];
  if (found) {
    const moved = found.getBoundingClientRect().top - text.getBoundingClientRect().top - below;
    text.scrollBy({ top: moved, behavior: 'instant' });
  }
  if (typing) {
    type();
  }
}

function placeIn({ text, blocks, isTyping }: Placed): Place {
  const edge = text.getBoundingClientRect().top;
  const block = Array.from(blocks).findIndex((each) => each.getBoundingClientRect().bottom > edge);
  return { block, below: (blocks[block]?.getBoundingClientRect().top ?? edge) - edge, typing: isTyping() };
}
