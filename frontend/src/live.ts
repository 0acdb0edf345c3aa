import { openBackoff } from './backoff.ts';

/** Server-sent events that come for as long as the page is there. */
export interface Live {
  close(): void;
}

/** By the name of an event: what to do with its JSON. */
export type Handlers = Readonly<Record<string, (value: never) => void>>;

/**
 * Listens to an address. The browser itself repeats a lost connection, but gives up when it gets an error instead, as while the lab is
 * started again; this does not.
 *
 * @param alive called with whether events can come at the moment
 */
export function openLive(address: string, handlers: Handlers, alive: (connected: boolean) => void = () => {}): Live {
  const backoff = openBackoff(500, 15_000);
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    source = new EventSource(address);
    source.onopen = () => {
      backoff.reset();
      alive(true);
    };
    source.onerror = () => {
      alive(false);
      if (source.readyState === EventSource.CLOSED) {
        retry = setTimeout(connect, backoff.next());
      }
    };
    for (const [name, handler] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => handler(JSON.parse((event as MessageEvent<string>).data) as never));
    }
  };
  connect();
  return {
    close() {
      clearTimeout(retry);
      source.close();
    },
  };
}
