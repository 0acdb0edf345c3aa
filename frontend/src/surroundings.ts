/** The part of a WebSocket that is used here. */
export type Socket = Pick<WebSocket, 'binaryType' | 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose'>;

/** An alarm that a {@link Clock} has set. */
export type Alarm = ReturnType<typeof setTimeout>;

/** Calls back after some milliseconds. */
export interface Clock {
  set(action: () => void, delay: number): Alarm;
  clear(alarm: Alarm | undefined): void;
}

/** The browser around a connection. */
export interface Surroundings {
  readonly clock: Clock;
  openSocket(address: string, protocol: string): Socket;
  /** Tells `online` when the network is back. */
  readonly network: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
}

/** The browser that this runs in. */
export const browser: Surroundings = {
  clock: { set: (action, delay) => setTimeout(action, delay), clear: (alarm) => clearTimeout(alarm) },
  openSocket: (address, protocol) => new WebSocket(address, protocol),
  network: globalThis,
};
