import { type Alarm, browser, type Clock } from './surroundings.ts';

/** Milliseconds after which lines are typed into a shell that shows no prompt. */
const PATIENCE = 3_000;

/** Lines that wait for the prompt of a shell that is being opened: typed before it, they would stand on the screen twice. */
export class HeldLines {
  #lines = '';
  #alarm: Alarm | undefined;

  constructor(
    private readonly type: (lines: string) => void,
    private readonly clock: Clock = browser.clock,
  ) {}

  get waiting(): boolean {
    return this.#lines !== '';
  }

  hold(line: string): void {
    this.#lines += line;
  }

  /** The shell is there. */
  opened(): void {
    if (this.waiting) {
      this.clock.clear(this.#alarm);
      this.#alarm = this.clock.set(() => this.#release(), PATIENCE);
    }
  }

  /** The shell's output is on the screen, and the cursor in that column: a prompt leaves it behind itself, other lines at the edge. */
  drawn(column: number): void {
    if (this.waiting && column > 0) {
      this.#release();
    }
  }

  #release(): void {
    this.clock.clear(this.#alarm);
    const lines = this.#lines;
    this.#lines = '';
    this.type(lines);
  }
}
