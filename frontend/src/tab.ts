/** What a browser keeps for one tab. */
type TabStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'berth-client';

/**
 * The id of this tab, the same after a reload. While the page lives the id is not in the store: a tab that the browser makes as a
 * copy of this one, store and all, therefore gets an id of its own.
 */
export function openTab(store: TabStore = sessionStorage, page: EventTarget = window): string {
  const client = store.getItem(KEY) ?? newClient();
  store.removeItem(KEY);
  page.addEventListener('pagehide', () => store.setItem(KEY, client));
  page.addEventListener('pageshow', () => store.removeItem(KEY));
  return client;
}

function newClient(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
