import type { Listener, Phase } from '../src/connection.ts';
import type { ShellState } from '../src/protocol.ts';
import type { Alarm, Clock, Socket, Surroundings } from '../src/surroundings.ts';
import { bytesOf, textOf } from './bytes.ts';

/** A WebSocket whose other end is the test. */
export class FakeSocket implements Socket {
  binaryType: BinaryType = 'blob';
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  closed = false;
  readonly sent: Uint8Array[] = [];

  constructor(readonly address: URL) {}

  send(data: Uint8Array): void {
    this.sent.push(data);
  }

  close(): void {
    this.closed = true;
  }

  /** The frames of a type that were sent, each as offset and the rest as text. */
  framesOf(type: number): { offset: number; text: string }[] {
    return this.sent
      .filter((frame) => frame[0] === type)
      .map((frame) => ({
        offset: Number(new DataView(frame.buffer, frame.byteOffset).getBigUint64(1)),
        text: textOf(frame.subarray(9)),
      }));
  }

  open(): void {
    this.onopen?.call(this as never, new Event('open'));
  }

  break(code = 1006): void {
    this.onclose?.call(this as never, Object.assign(new Event('close'), { code }) as CloseEvent);
  }

  session(id: string): void {
    this.#say(0x14, bytesOf(id));
  }

  taken(offset: number): void {
    this.#say(0x12, offsetBytes(offset));
  }

  state(state: Partial<ShellState>): void {
    const whole = {
      columns: 80,
      rows: 24,
      readOnly: false,
      ended: null,
      output: 0,
      waiting: false,
      asleep: false,
      ...state,
    };
    this.#say(0x13, bytesOf(JSON.stringify(whole)));
  }

  output(offset: number, text: string): void {
    this.#say(0x11, new Uint8Array([...offsetBytes(offset), ...bytesOf(text)]));
  }

  /** Opens as the lab does: which shell, what it has of this client, what the shell is like. */
  greet(session: string, taken: number): void {
    this.open();
    this.session(session);
    this.taken(taken);
    this.state({});
  }

  #say(type: number, rest: Uint8Array): void {
    const data = Uint8Array.from([type, ...rest]).buffer;
    this.onmessage?.call(this as never, Object.assign(new Event('message'), { data }) as MessageEvent);
  }
}

/** A clock that the test moves on. */
export class FakeClock implements Clock {
  #now = 0;
  #next = 1;
  readonly #alarms = new Map<number, { at: number; action: () => void }>();

  set(action: () => void, delay: number): Alarm {
    const alarm = this.#next++;
    this.#alarms.set(alarm, { at: this.#now + delay, action });
    return alarm as unknown as Alarm;
  }

  clear(alarm: Alarm | undefined): void {
    this.#alarms.delete(alarm as unknown as number);
  }

  /** Lets so many milliseconds pass; what is due goes off in its order. */
  tick(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (let due = this.#dueBefore(end); due; due = this.#dueBefore(end)) {
      const [alarm, { at, action }] = due;
      this.#alarms.delete(alarm);
      this.#now = at;
      action();
    }
    this.#now = end;
  }

  #dueBefore(end: number) {
    return [...this.#alarms].filter(([, { at }]) => at <= end).sort(([, one], [, other]) => one.at - other.at)[0];
  }
}

/** The lab and the network as a connection sees them. */
export class FakeLab implements Surroundings {
  readonly clock = new FakeClock();
  readonly sockets: FakeSocket[] = [];
  readonly network = new EventTarget();

  openSocket(address: string): Socket {
    const socket = new FakeSocket(new URL(address));
    this.sockets.push(socket);
    return socket;
  }

  /** The newest WebSocket. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) {
      throw new Error('nobody has connected');
    }
    return socket;
  }
}

/** Remembers what a connection told, and draws output at once unless told to wait. */
export class Screen implements Listener {
  text = '';
  readonly phases: Phase[] = [];
  readonly states: ShellState[] = [];
  readonly undrawn: (() => void)[] = [];
  slow = false;

  shell(): void {
    this.text = '';
  }

  output(bytes: Uint8Array, _offset: number, drawn: () => void): void {
    this.text += textOf(bytes);
    if (this.slow) {
      this.undrawn.push(drawn);
    } else {
      drawn();
    }
  }

  reset(): void {
    this.text = '';
  }

  state(state: ShellState): void {
    this.states.push(state);
  }

  phase(phase: Phase): void {
    this.phases.push(phase);
  }
}

function offsetBytes(offset: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(offset));
  return bytes;
}
