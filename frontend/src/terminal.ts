import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal as Xterm } from '@xterm/xterm';
import { hasGraphicsCard } from './graphics-card.ts';
import { readPalette } from './palette.ts';
import { isPrompt } from './prompt.ts';
import { guardQueries } from './terminal-queries.ts';
import { watchAppearance } from './theme.ts';

/** What a terminal is the screen and keyboard of. */
export interface TerminalSession {
  /** Bytes typed, pasted, or answered by the terminal itself. */
  input(bytes: Uint8Array): void;
  /** How many cells there is room for. */
  size(columns: number, rows: number): void;
  /** Whether the terminal may answer what a program asks it, such as where the cursor is. */
  mayAnswer(): boolean;
  /** A key before the terminal sees it; true if it has been dealt with. */
  key(event: KeyboardEvent): boolean;
}

/** How many matches a search has, and which of them is shown (from 0, -1 if that is not known). */
export interface Matches {
  readonly index: number;
  readonly count: number;
}

/** A terminal on the page. */
export interface Terminal {
  /** Draws output; `drawn` is called when that is done. */
  write(bytes: Uint8Array, drawn: () => void): void;
  /** Forgets all that has been drawn. */
  reset(): void;
  /** The size of the shell: the screen has as many cells, whatever the room. */
  resize(columns: number, rows: number): void;
  focus(): void;
  readonly selection: string;
  /** Whether a shell waits for a command there, as far as the screen shows it: a program that takes the whole screen has no prompt. */
  readonly atPrompt: boolean;
  /** What stands on the cursor's line, from its beginning, however many rows it takes. */
  readonly cursorLine: string;
  /** Whether the line one types on is in the upper half. */
  readonly cursorIsHigh: boolean;
  /** Pastes as a person would: in brackets if the program has asked for them. */
  paste(text: string): void;
  find(text: string, direction: 'next' | 'back', found: (matches: Matches) => void): void;
  endFind(): void;
  screenReader: boolean;
  readOnly: boolean;
  dispose(): void;
}

const SCROLLBACK = 5_000;
/** Smallest letters in pixels; below it, a screen that is too large is cut off instead. */
const SMALLEST_FONT = 6;

export function openTerminal(element: HTMLElement, session: TerminalSession): Terminal {
  return new XtermTerminal(element, session);
}

class XtermTerminal implements Terminal {
  readonly #xterm: Xterm;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon();
  readonly #encoder = new TextEncoder();
  readonly #closers: (() => void)[] = [];
  #found: (matches: Matches) => void = () => {};

  constructor(
    private readonly element: HTMLElement,
    private readonly session: TerminalSession,
  ) {
    this.#xterm = new Xterm({
      allowProposedApi: true,
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      fontFamily: getComputedStyle(element).fontFamily,
      fontSize: this.#usualFont(),
      lineHeight: 1.15,
      minimumContrastRatio: 4.5,
      scrollback: SCROLLBACK,
      theme: readPalette(element),
    });
    this.#loadAddons();
    this.#xterm.open(element);
    void this.#drawWithWebgl();
    this.#fit.fit();
    this.#listen();
  }

  write(bytes: Uint8Array, drawn: () => void): void {
    this.#xterm.write(bytes, drawn);
  }

  reset(): void {
    this.#xterm.reset();
  }

  resize(columns: number, rows: number): void {
    if (columns !== this.#xterm.cols || rows !== this.#xterm.rows) {
      this.#xterm.resize(columns, rows);
    }
    this.#shrinkToFit();
  }

  focus(): void {
    this.#xterm.focus();
  }

  get selection(): string {
    return this.#xterm.getSelection();
  }

  get atPrompt(): boolean {
    const { active } = this.#xterm.buffer;
    const line = active.getLine(active.baseY + active.cursorY)?.translateToString(false, 0, active.cursorX) ?? '';
    return active.type === 'normal' && isPrompt(line);
  }

  get cursorLine(): string {
    const { active } = this.#xterm.buffer;
    let first = active.baseY + active.cursorY;
    while (first > 0 && active.getLine(first)?.isWrapped) {
      first--;
    }
    let line = '';
    for (let row = first; row === first || active.getLine(row)?.isWrapped; row++) {
      line += active.getLine(row)?.translateToString(!active.getLine(row + 1)?.isWrapped) ?? '';
    }
    return line;
  }

  get cursorIsHigh(): boolean {
    return this.#xterm.buffer.active.cursorY < this.#xterm.rows / 2;
  }

  paste(text: string): void {
    this.#xterm.paste(text);
  }

  find(text: string, direction: 'next' | 'back', found: (matches: Matches) => void): void {
    this.#found = found;
    const style = getComputedStyle(this.element);
    const options = {
      decorations: {
        matchBackground: style.getPropertyValue('--terminal-match').trim(),
        activeMatchBackground: style.getPropertyValue('--terminal-match-active').trim(),
        matchOverviewRuler: style.getPropertyValue('--terminal-match').trim(),
        activeMatchColorOverviewRuler: style.getPropertyValue('--terminal-match-active').trim(),
      },
    };
    if (direction === 'next') {
      this.#search.findNext(text, options);
    } else {
      this.#search.findPrevious(text, options);
    }
  }

  endFind(): void {
    this.#search.clearDecorations();
    this.#xterm.clearSelection();
  }

  get screenReader(): boolean {
    return this.#xterm.options.screenReaderMode ?? false;
  }

  set screenReader(on: boolean) {
    this.#xterm.options.screenReaderMode = on;
  }

  get readOnly(): boolean {
    return this.#xterm.options.disableStdin ?? false;
  }

  set readOnly(on: boolean) {
    this.#xterm.options.disableStdin = on;
  }

  dispose(): void {
    for (const close of this.#closers.splice(0)) {
      close();
    }
    this.#xterm.dispose();
  }

  #loadAddons(): void {
    this.#xterm.loadAddon(this.#fit);
    this.#xterm.loadAddon(this.#search);
    this.#xterm.loadAddon(new WebLinksAddon());
    this.#xterm.loadAddon(new Unicode11Addon());
    this.#xterm.unicode.activeVersion = '11';
    this.#search.onDidChangeResults(({ resultIndex, resultCount }) =>
      this.#found({ index: resultIndex, count: resultCount }),
    );
  }

  /** The graphics card draws where there is one; xterm's own elements do where there is none, or where it is taken away. */
  async #drawWithWebgl(): Promise<void> {
    if (!hasGraphicsCard()) {
      return;
    }
    const { WebglAddon } = await import('@xterm/addon-webgl');
    try {
      const webgl = new WebglAddon();
      webgl.onContextLoss(() => webgl.dispose());
      this.#xterm.loadAddon(webgl);
    } catch {
      // The context exists, but lacks what the add-on needs: the elements go on drawing.
    }
  }

  #listen(): void {
    const guard = guardQueries(this.#xterm, () => this.session.mayAnswer());
    this.#xterm.onData((text) => this.session.input(this.#encoder.encode(text)));
    this.#xterm.onBinary((text) => this.session.input(Uint8Array.from(text, (letter) => letter.charCodeAt(0))));
    this.#xterm.attachCustomKeyEventHandler((event) => !this.session.key(event));
    const observer = new ResizeObserver(() => this.#measure());
    observer.observe(this.element);
    this.#closers.push(
      () => guard.dispose(),
      () => observer.disconnect(),
      watchAppearance(() => this.#dress()),
    );
  }

  #dress(): void {
    this.#xterm.options.theme = readPalette(this.element);
    this.#measure();
  }

  /** Tells how many cells there would be room for at the usual size of letters. */
  #measure(): void {
    this.#xterm.options.fontSize = this.#usualFont();
    const room = this.#fit.proposeDimensions();
    if (room) {
      this.session.size(clamp(room.cols), clamp(room.rows));
    }
    this.#shrinkToFit();
  }

  /** A shell may be larger than this view, when another view of it is: its letters become smaller then. */
  #shrinkToFit(): void {
    const usual = this.#usualFont();
    this.#xterm.options.fontSize = usual;
    const room = this.#fit.proposeDimensions();
    if (room) {
      const scale = Math.min(1, room.cols / this.#xterm.cols, room.rows / this.#xterm.rows);
      this.#xterm.options.fontSize = Math.max(SMALLEST_FONT, Math.floor(usual * scale * 2) / 2);
    }
  }

  #usualFont(): number {
    return Number.parseFloat(getComputedStyle(this.element).fontSize);
  }
}

function clamp(cells: number): number {
  return Math.min(1000, Math.max(1, cells));
}
