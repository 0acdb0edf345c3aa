import { openBackoff } from './backoff.ts';
import type { Clock } from './surroundings.ts';

/** What is needed to load a page again. */
export interface PageLoading {
  /** Hears of parts that did not come. */
  readonly page: Pick<EventTarget, 'addEventListener'>;
  /** Of this tab: how often a page was loaded again in a row. */
  readonly store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly clock: Pick<Clock, 'set'>;
  /** Whether a part can be had now. */
  comes(address: string): Promise<boolean>;
  /** Whether a form has something in it, which would be lost. Sending it loads a page again anyway. */
  isFilledIn(): boolean;
  reload(): void;
  /** Says that a part is missing, and that this page does nothing more about it. */
  giveUp(): void;
}

const KEY = 'berth-reloads';
/** A part that the lab does not have would be missing for ever. */
const MOST = 3;

/**
 * Loads the page again when a script or the style sheet did not come. Browsers ask for them once: a network that changes
 * in that moment would leave a terminal that stays empty and says nothing. The page stays as it is, to be read, until
 * the part can be had.
 */
export function reloadWhenPartsAreMissing(loading: PageLoading): void {
  const { page, store, clock } = loading;
  const backoff = openBackoff();
  let missing = false;
  let hopeless = false;
  const tryAgain = async (address: string) => {
    if ((await loading.comes(address)) && !loading.isFilledIn()) {
      loading.reload();
    } else {
      clock.set(() => tryAgain(address), backoff.next());
    }
  };
  // Such events do not bubble.
  page.addEventListener(
    'error',
    (event) => {
      const address = addressOfPart(event.target);
      if (address === undefined || missing) {
        return;
      }
      missing = true;
      const before = Number(store.getItem(KEY));
      hopeless = before >= MOST;
      if (!hopeless) {
        store.setItem(KEY, String(before + 1));
        clock.set(() => tryAgain(address), backoff.next());
      }
    },
    { capture: true },
  );
  page.addEventListener('load', () => {
    if (!missing) {
      store.removeItem(KEY);
    } else if (hopeless) {
      loading.giveUp();
    }
  });
}

/** Of a script or style sheet; a module's element stands for what the module imports as well. */
function addressOfPart(target: EventTarget | null): string | undefined {
  const { localName, src, rel, href } = (target ?? {}) as Partial<HTMLScriptElement & HTMLLinkElement>;
  return localName === 'script' ? src : rel === 'stylesheet' ? href : undefined;
}
