import { showWords } from './code-words.ts';
import { type Connection, openConnection, type Phase } from './connection.ts';
import { HeldLines } from './held-lines.ts';
import { part } from './part.ts';
import { Closing, type ShellState } from './protocol.ts';
import { describeShell, type MachineEvent, type ShellStatus } from './shell-status.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import { dealWithKey } from './terminal-keys.ts';

/** A machine as the page shows it: its terminal, and the words about it. */
export interface Machine {
  /**
   * Types a command, of one line or several, and presses Enter, as soon as there is a prompt; leaves the keyboard there.
   *
   * @param on the name of the machine; without one, where the student is
   */
  run(command: string, on?: string): void;
  /** Presses keys, given as what they send. */
  press(keys: string): void;
  focus(): void;
  /** What stands on the line of the terminal's cursor. */
  readonly line: string;
  /** What the lab says of the machine. */
  show(event: MachineEvent): void;
  screenReader: boolean;
  dispose(): void;
}

/** One of the terminals of a machine. */
export interface MachineTerminal extends Machine {
  readonly terminal: Terminal;
  /** Closes the terminal itself, with its shell. */
  end(): void;
}

/** The part of the page around a terminal. */
export interface MachineFrame {
  /** How it is about the terminal, at first and whenever that changes. */
  status(status: ShellStatus): void;
  /** Somebody presses Enter; the shell hears it next. */
  entered(): void;
  /** Somebody wants to find words in the output. */
  find(): void;
  /** The terminal is no more: it was closed, here or elsewhere. */
  ended(): void;
}

const ENTER = '\r';

/**
 * Opens the only terminal of a pane, to look at.
 *
 * @param client the id of this tab
 */
export function openWatchedMachine(pane: HTMLElement, client: string): Machine {
  const frame = { status: (status: ShellStatus) => showConnection(pane, status), entered() {}, find() {}, ended() {} };
  return openMachineTerminal(part(pane, '.screen'), client, frame, true);
}

/**
 * @param screen where it is drawn; names its WebSocket
 * @param client the id of this tab
 * @param readOnly whether the view may only look; the lab decides, this only keeps the keyboard quiet from the start
 */
export function openMachineTerminal(
  screen: HTMLElement,
  client: string,
  frame: MachineFrame,
  readOnly = false,
): MachineTerminal {
  return new MachineScreen(screen, client, frame, readOnly);
}

/** Writes a word or two about the connection beside the machine's name. */
export function showConnection(pane: HTMLElement, status: ShellStatus): void {
  const short = part(pane, '[data-connection]');
  if (short.textContent !== status.short) {
    short.textContent = status.short;
  }
  short.dataset.tone = status.tone;
}

class MachineScreen implements MachineTerminal {
  readonly terminal: Terminal;
  readonly #connection: Connection;
  readonly #held = new HeldLines({
    atPrompt: () => !this.#hasNoShell() && this.terminal.atPrompt,
    type: (command) => this.#typeCommand(command),
    tell: (command) => this.#tellOfHeld(command),
  });
  readonly #message: HTMLElement;
  readonly #heldMessage = openHeldMessage(
    () => this.#held.release(),
    () => this.#held.forget(),
    () => this.focus(),
  );
  readonly #encoder = new TextEncoder();
  readonly #redraw = () => this.#tell();
  readonly #wake = () => this.#wakeIfAsleep();
  #phase: Phase = { kind: 'connecting' };
  #shell: ShellState | undefined;
  #machine: MachineEvent | undefined;
  /** It sleeps, and somebody has pressed a key: what the lab says next tells what became of it. */
  #waking = false;
  /** That the machine is a new one has been seen: somebody types. */
  #knownNew = 0;
  /** So has been that it could not be prepared. */
  #knownUnprepared = false;
  /** Output before this offset is history: whoever asked the terminal something there has long got an answer. */
  #history = Number.POSITIVE_INFINITY;
  /** Offset up to which output is on the screen. */
  #drawn = 0;

  constructor(
    private readonly screen: HTMLElement,
    client: string,
    private readonly frame: MachineFrame,
    private readonly readOnly: boolean,
  ) {
    this.#message = document.createElement('p');
    this.#message.className = 'machine-message';
    this.#message.hidden = true;
    screen.append(this.#message, this.#heldMessage);
    this.#connection = openConnection(socketAddress(screen), client, {
      shell: () => this.#attached(),
      output: (bytes, offset, drawn) => this.#printed(bytes, offset, drawn),
      reset: () => this.terminal.reset(),
      state: (state) => this.#stateChanged(state),
      phase: (phase) => this.#phaseChanged(phase),
    });
    this.terminal = openTerminal(screen, {
      input: (bytes) => this.#pressed(bytes),
      size: (columns, rows) => this.#roomChanged(columns, rows),
      mayAnswer: () => this.#mayAnswer(),
      key: (event) => dealWithKey(event, this.terminal, () => frame.find()),
    });
    this.terminal.readOnly = readOnly;
    screen.addEventListener('click', this.#wake);
    addEventListener('online', this.#redraw);
    addEventListener('offline', this.#redraw);
    this.#tell();
  }

  run(command: string): void {
    if (this.#hasNoShell() && !this.#held.waiting) {
      this.#type(ENTER);
    }
    this.#held.hold(command);
    this.focus();
  }

  press(keys: string): void {
    this.#type(keys);
    this.focus();
  }

  end(): void {
    this.#connection.end();
  }

  focus(): void {
    this.terminal.focus();
  }

  show(event: MachineEvent): void {
    this.#waking = false;
    this.#machine = {
      ...event,
      replacedAt: event.replacedAt === this.#knownNew ? 0 : event.replacedAt,
      unprepared: event.unprepared && !this.#knownUnprepared,
    };
    this.#tell();
  }

  get line(): string {
    return this.terminal.cursorLine;
  }

  get screenReader(): boolean {
    return this.terminal.screenReader;
  }

  set screenReader(on: boolean) {
    this.terminal.screenReader = on;
  }

  dispose(): void {
    this.screen.removeEventListener('click', this.#wake);
    removeEventListener('online', this.#redraw);
    removeEventListener('offline', this.#redraw);
    this.#connection.close();
    this.terminal.dispose();
    this.#message.remove();
    this.#heldMessage.remove();
  }

  #typeCommand(command: string): void {
    if (command.includes('\n')) {
      // Pasted: a shell that knows it takes a tab in a file for a tab, not for a wish to have a word completed.
      this.terminal.paste(command);
      this.#type(ENTER);
    } else {
      this.#type(command + ENTER);
    }
  }

  #tellOfHeld(command: string | undefined): void {
    this.#heldMessage.hidden = command === undefined;
    if (command !== undefined) {
      showWords(part(this.#heldMessage, 'code'), command.split('\n')[0] ?? '');
    }
    this.#placeMessages();
  }

  #type(keys: string): void {
    this.#typed(this.#encoder.encode(keys));
  }

  #pressed(bytes: Uint8Array): void {
    if (bytes.length === 1 && bytes[0] === ENTER.charCodeAt(0)) {
      this.frame.entered();
      this.#held.entered();
    }
    this.#typed(bytes);
  }

  /** Whether Enter opens another one. */
  #hasNoShell(): boolean {
    return this.#machine?.state === 'asleep' || (this.#shell !== undefined && this.#shell.ended !== null);
  }

  #typed(bytes: Uint8Array): void {
    if (this.readOnly || this.#shell?.readOnly) {
      return;
    }
    if (this.#machine?.state === 'asleep') {
      this.#wakeIfAsleep();
    } else if (this.#shell && this.#shell.ended !== null) {
      this.#askForShell(bytes);
    } else {
      this.#connection.send(bytes);
      this.#stopTellingHowItCame();
    }
  }

  #stopTellingHowItCame(): void {
    if (this.#machine?.replacedAt || this.#machine?.unprepared) {
      this.#knownNew = this.#machine.replacedAt;
      this.#knownUnprepared = this.#machine.unprepared;
      this.show(this.#machine);
    }
  }

  /** The machine wakes for the new shell that Enter asks for. */
  #wakeIfAsleep(): void {
    if (this.#machine?.state === 'asleep' && !this.readOnly) {
      this.show({ ...this.#machine, state: 'starting' });
      this.#waking = true;
      this.#connection.send(this.#encoder.encode(ENTER));
    }
  }

  /** After the shell's end only Enter means something. */
  #askForShell(bytes: Uint8Array): void {
    if (bytes.includes(ENTER.charCodeAt(0))) {
      this.#connection.send(this.#encoder.encode(ENTER));
    }
  }

  #roomChanged(columns: number, rows: number): void {
    if (!this.readOnly) {
      this.#connection.size(columns, rows);
    }
  }

  /** Another shell than before, the first one as well. */
  #attached(): void {
    this.terminal.reset();
    this.#shell = undefined;
    this.#history = Number.POSITIVE_INFINITY;
    this.#drawn = 0;
  }

  #printed(bytes: Uint8Array, offset: number, drawn: () => void): void {
    this.terminal.write(bytes, () => {
      this.#drawn = offset + bytes.length;
      drawn();
      this.#held.drawn();
    });
  }

  /** Of several views the one in front answers, and never to what history asks. */
  #mayAnswer(): boolean {
    return !this.readOnly && document.hasFocus() && this.#drawn >= this.#history;
  }

  #stateChanged(state: ShellState): void {
    if (this.#shell === undefined) {
      this.#history = state.output;
    }
    this.#shell = state;
    // Put to sleep again before the lab has heard that it had been woken.
    if (this.#waking && this.#machine && state.asleep) {
      this.show({ ...this.#machine, state: 'asleep' });
    }
    this.terminal.readOnly = this.readOnly || state.readOnly;
    this.terminal.resize(state.columns, state.rows);
    this.#tell();
  }

  #phaseChanged(phase: Phase): void {
    this.#phase = phase;
    this.#tell();
    if (phase.kind === 'refused' && phase.code === Closing.terminalClosed) {
      this.frame.ended();
    }
  }

  #tell(): void {
    const status = describeShell({
      phase: this.#phase,
      shell: this.#shell,
      machine: this.#machine,
      offline: !navigator.onLine,
    });
    this.frame.status(status);
    this.#message.textContent = status.long;
    this.#message.dataset.tone = status.tone;
    this.#message.hidden = status.long === '';
    this.#placeMessages();
  }

  /** Away from where one types; what hinders more covers what hinders less. */
  #placeMessages(): void {
    for (const message of [this.#message, this.#heldMessage]) {
      message.dataset.place = this.terminal.cursorIsHigh ? 'low' : 'high';
    }
  }
}

/** Says that a command waits for the prompt, and lets the student decide otherwise. */
function openHeldMessage(type: () => void, forget: () => void, done: () => void): HTMLElement {
  const message = document.createElement('div');
  message.className = 'machine-message held-line';
  message.role = 'status';
  message.hidden = true;
  message.append(
    document.createElement('code'),
    ' waits for a prompt: a program still runs here, or you have begun to type. It is typed when that has ended. If nothing seems to run, press Enter: the prompt may come then.',
    choice('Type it now', type, done),
    choice('Forget it', forget, done),
  );
  return message;
}

function choice(label: string, choose: () => void, done: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.addEventListener('click', () => {
    choose();
    done();
  });
  return button;
}

function socketAddress(screen: HTMLElement): string {
  const address = new URL(screen.dataset.socket ?? '', location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return address.href;
}
