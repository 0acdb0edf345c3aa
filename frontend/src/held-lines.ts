import { type Alarm, browser, type Clock } from './surroundings.ts';

/** Milliseconds that a line waits before the page says so: most programs have ended by then. */
const PATIENCE = 1_000;

/** The terminal that lines are typed into. */
export interface PromptedTerminal {
  /** Whether a shell waits there for a command, as far as the screen shows it. */
  atPrompt(): boolean;
  type(command: string): void;
  /** The line that waits, for the student to know; undefined when none does any more. */
  tell(command: string | undefined): void;
}

/**
 * Commands that wait for a prompt, and are typed one after the other, each at a prompt of its own. What is typed while a program runs would be read by that program: an
 * editor would take it for keys, and `cat` for text.
 */
export class HeldLines {
  readonly #commands: string[] = [];
  /** Nothing was printed since Enter: the prompt on the screen is the one before. */
  #stale = false;
  #alarm: Alarm | undefined;

  constructor(
    private readonly terminal: PromptedTerminal,
    private readonly clock: Clock = browser.clock,
  ) {}

  get waiting(): boolean {
    return this.#commands.length > 0;
  }

  /** Types a command now or at the next prompt. A second click on a line that waits changes nothing. */
  hold(command: string): void {
    if (this.#commands.at(-1) !== command) {
      this.#commands.push(command);
    }
    this.#look();
    if (this.waiting && this.#alarm === undefined) {
      this.#alarm = this.clock.set(() => this.terminal.tell(this.#commands[0]), PATIENCE);
    }
  }

  /** Enter was pressed. */
  entered(): void {
    this.#stale = true;
  }

  /** Output of the shell is on the screen. */
  drawn(): void {
    this.#stale = false;
    this.#look();
  }

  /** Types the first line that waits, whatever the screen shows: not every prompt looks like one. */
  release(): void {
    const command = this.#commands.shift();
    if (command !== undefined) {
      this.#stopTelling();
      this.#stale = true;
      this.terminal.type(command);
      if (this.waiting) {
        this.#alarm = this.clock.set(() => this.terminal.tell(this.#commands[0]), PATIENCE);
      }
    }
  }

  /** Types none of them. */
  forget(): void {
    this.#commands.length = 0;
    this.#stopTelling();
  }

  #look(): void {
    if (this.waiting && !this.#stale && this.terminal.atPrompt()) {
      this.release();
    }
  }

  #stopTelling(): void {
    this.clock.clear(this.#alarm);
    this.#alarm = undefined;
    this.terminal.tell(undefined);
  }
}
