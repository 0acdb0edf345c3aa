import { openBackoff } from './backoff.ts';
import { InputLog } from './input-log.ts';
import {
  Closing,
  decode,
  encodeClose,
  encodeInput,
  encodeRead,
  encodeSize,
  ProtocolError,
  type ServerFrame,
  type ShellState,
  SUBPROTOCOL,
} from './protocol.ts';
import { type Alarm, browser, type Socket, type Surroundings } from './surroundings.ts';

/** How the connection to a shell is doing. */
export type Phase =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Lost, and tried again by itself. `machine` says how the machine is, if the lab answers but the machine does not. */
  | { readonly kind: 'lost'; readonly machine?: 'starting' | 'asleep' }
  /** Trying again would not help. */
  | { readonly kind: 'refused'; readonly code: number };

/** What a connection tells. */
export interface Listener {
  /** A shell other than before, the first one as well: the screen starts empty. */
  shell(): void;
  /** Output in order, without gaps or repeats. `drawn` is called once it is on the screen: it is the credit for more. */
  output(bytes: Uint8Array, offset: number, drawn: () => void): void;
  /** Output was missed: what follows does not continue what is on the screen. */
  reset(): void;
  state(state: ShellState): void;
  phase(phase: Phase): void;
}

/** A shell's other end, over as many WebSockets as it takes: nothing typed or printed is lost or doubled. */
export interface Connection {
  send(bytes: Uint8Array): void;
  size(columns: number, rows: number): void;
  /** Has the terminal itself closed, and its shell ended; asked again until the lab refuses the view for that. */
  end(): void;
  close(): void;
}

/** Bytes drawn, but not told yet; a quarter of what the lab sends on credit. */
const READ_STEP = 64 * 1024;
/** Milliseconds after which even a single drawn byte is told. */
const READ_DELAY = 200;
/** Milliseconds that input may wait to be confirmed before the WebSocket counts as dead. */
const PATIENCE = 8_000;
/** Milliseconds that opening may take, a machine's start included. */
const OPENING_PATIENCE = 20_000;

const FINAL: ReadonlySet<number> = new Set([
  Closing.protocol,
  Closing.badFrame,
  Closing.terminalClosed,
  Closing.tooManyViews,
  Closing.notSignedIn,
  Closing.notYours,
  Closing.noSuchMachine,
]);

const MACHINE_STATES: Readonly<Record<number, 'starting' | 'asleep'>> = {
  [Closing.unreachable]: 'starting',
  [Closing.asleep]: 'asleep',
};

/**
 * Connects to a shell and stays connected.
 *
 * @param address of the terminal's WebSocket; its query may say whose it is
 * @param client the id of this tab, kept over reloads
 */
export function openConnection(
  address: string,
  client: string,
  listener: Listener,
  surroundings: Surroundings = browser,
): Connection {
  const connection = new ResumingConnection(address, client, listener, surroundings);
  connection.connect();
  return connection;
}

class ResumingConnection implements Connection {
  readonly #input = new InputLog();
  readonly #backoff = openBackoff();
  #socket: Socket | undefined;
  #retry: Alarm | undefined;
  #shell: string | undefined;
  /** Offset of the output byte that comes next. */
  #expected = 0;
  #drawn = 0;
  #told = 0;
  #telling: Alarm | undefined;
  #watch: Alarm | undefined;
  #wish: readonly [columns: number, rows: number] | undefined;
  /** Whether the lab has said which input it has; before that none may be numbered. */
  #counted = false;
  #ending = false;
  readonly #online = () => this.#retryNow();

  constructor(
    private readonly address: string,
    private readonly client: string,
    private readonly listener: Listener,
    private readonly surroundings: Surroundings,
  ) {
    surroundings.network.addEventListener('online', this.#online);
  }

  connect(): void {
    this.#retry = undefined;
    const address = new URL(this.address);
    address.searchParams.set('client', this.client);
    address.searchParams.set('output', String(this.#expected));
    if (this.#shell !== undefined) {
      address.searchParams.set('session', this.#shell);
    }
    const socket = this.surroundings.openSocket(address.href, SUBPROTOCOL);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#received(event.data);
    socket.onclose = (event) => this.#lost(event.code);
    this.#socket = socket;
    this.#watch = this.surroundings.clock.set(() => this.#lost(Closing.tooSlow), OPENING_PATIENCE);
  }

  send(bytes: Uint8Array): void {
    this.#input.add(bytes);
    this.#flush();
  }

  size(columns: number, rows: number): void {
    this.#wish = [columns, rows];
    if (this.#counted) {
      this.#socket?.send(encodeSize(columns, rows));
    }
  }

  end(): void {
    this.#ending = true;
    if (this.#counted) {
      this.#socket?.send(encodeClose());
    }
  }

  close(): void {
    this.surroundings.network.removeEventListener('online', this.#online);
    this.surroundings.clock.clear(this.#retry);
    this.#abandon();
  }

  #opened(): void {
    this.listener.phase({ kind: 'open' });
  }

  #received(data: ArrayBuffer): void {
    let frame: ServerFrame;
    try {
      frame = decode(data);
    } catch (error) {
      if (!(error instanceof ProtocolError)) {
        throw error;
      }
      this.#lost(Closing.protocol);
      return;
    }
    switch (frame.type) {
      case 'session':
        this.#attached(frame.id);
        break;
      case 'taken':
        this.#taken(frame.offset);
        break;
      case 'state':
        this.listener.state(frame.state);
        break;
      case 'output':
        this.#printed(frame.offset, frame.bytes);
        break;
    }
  }

  #attached(shell: string): void {
    this.#counted = false;
    if (this.#shell === shell) {
      return;
    }
    if (this.#shell !== undefined) {
      this.#input.forget();
    }
    this.#shell = shell;
    this.#continueAt(0);
    this.listener.shell();
  }

  #taken(offset: number): void {
    if (this.#counted) {
      this.#input.confirm(offset);
    } else {
      this.#counted = true;
      this.#backoff.reset();
      this.#input.rewind(offset);
      if (this.#wish) {
        this.size(...this.#wish);
      }
      if (this.#ending) {
        this.end();
      }
    }
    this.surroundings.clock.clear(this.#watch);
    this.#watch = undefined;
    this.#flush();
  }

  #printed(offset: number, bytes: Uint8Array): void {
    if (offset > this.#expected) {
      this.#continueAt(offset);
      this.listener.reset();
    }
    const fresh = bytes.subarray(Math.max(0, this.#expected - offset));
    if (fresh.length === 0) {
      return;
    }
    const start = this.#expected;
    const end = start + fresh.length;
    const shell = this.#shell;
    this.#expected = end;
    this.listener.output(fresh, start, () => {
      if (shell === this.#shell) {
        this.#drawnUpTo(end);
      }
    });
  }

  #continueAt(offset: number): void {
    this.#expected = offset;
    this.#drawn = offset;
    this.#told = offset;
  }

  #drawnUpTo(offset: number): void {
    this.#drawn = Math.max(this.#drawn, offset);
    if (this.#drawn - this.#told >= READ_STEP) {
      this.#tell();
    } else {
      this.#telling ??= this.surroundings.clock.set(() => this.#tell(), READ_DELAY);
    }
  }

  #tell(): void {
    this.surroundings.clock.clear(this.#telling);
    this.#telling = undefined;
    if (this.#counted && this.#drawn > this.#told) {
      this.#told = this.#drawn;
      this.#socket?.send(encodeRead(this.#drawn));
    }
  }

  #flush(): void {
    if (!this.#counted || this.#input.waiting === 0) {
      return;
    }
    for (const piece of this.#input.take()) {
      this.#socket?.send(encodeInput(piece.offset, piece.bytes));
    }
    // A network that vanished says nothing: only the missing answer shows it.
    this.#watch ??= this.surroundings.clock.set(() => this.#lost(Closing.tooSlow), PATIENCE);
  }

  #lost(code: number): void {
    this.#abandon();
    if (FINAL.has(code)) {
      this.listener.phase({ kind: 'refused', code });
      return;
    }
    const machine = MACHINE_STATES[code];
    this.listener.phase(machine ? { kind: 'lost', machine } : { kind: 'lost' });
    this.#retry = this.surroundings.clock.set(() => this.connect(), this.#backoff.next());
  }

  /** The network is back: an attempt that waits, or one that was begun without network, is made again. */
  #retryNow(): void {
    if (this.#retry !== undefined || (this.#socket && !this.#counted)) {
      this.surroundings.clock.clear(this.#retry);
      this.#abandon();
      this.connect();
    }
  }

  /** Lets go of the WebSocket, without hearing from it again. */
  #abandon(): void {
    this.surroundings.clock.clear(this.#watch);
    this.surroundings.clock.clear(this.#telling);
    this.#watch = undefined;
    this.#telling = undefined;
    this.#counted = false;
    this.#told = 0;
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket) {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
  }
}
