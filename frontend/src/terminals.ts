import { type FindBar, openFindBar } from './find-bar.ts';
import { type Machine, type MachineTerminal, openMachineTerminal, showConnection } from './machine.ts';
import { part } from './part.ts';
import type { Preferences } from './preferences.ts';
import type { MachineEvent, ShellStatus } from './shell-status.ts';
import { freeNumber, readNumbers, writeNumbers } from './terminal-numbers.ts';

/**
 * The terminals of the student's machines, as the page shows them: the first of each is always there, a few more can be opened beside it and closed again.
 * Which are open is kept for the student, in this browser.
 *
 * @param pane the part of the page around them (terminal-pane.html)
 * @param client the id of this tab
 * @param entered somebody presses Enter in the terminal in front
 */
export function openTerminals(
  pane: HTMLElement,
  client: string,
  preferences: Preferences,
  entered: () => void,
): Machine {
  return new Terminals(pane, client, preferences, entered);
}

/** A terminal, and what the bar has of it. */
interface Tab {
  /** The name of its machine. */
  readonly on: string;
  readonly number: number;
  readonly screen: HTMLElement;
  readonly item: HTMLElement;
  readonly machine: MachineTerminal;
}

class Terminals implements Machine {
  readonly #screens: HTMLElement;
  readonly #list: HTMLElement;
  readonly #add: HTMLButtonElement;
  readonly #find: FindBar;
  /** By {@link key}: a terminal says how it is while it is being made, too. */
  readonly #statuses = new Map<string, ShellStatus>();
  /** In the order of the bar. */
  readonly #tabs: Tab[] = [];
  /** Those that the lab has not closed yet. */
  readonly #closing = new Set<Tab>();
  readonly #events = new Map<string, MachineEvent>();
  #front: Tab;

  constructor(
    private readonly pane: HTMLElement,
    private readonly client: string,
    private readonly preferences: Preferences,
    private readonly entered: () => void,
  ) {
    this.#screens = part(pane, '.screens');
    this.#list = part(pane, '[data-terminals]');
    this.#add = part<HTMLButtonElement>(pane, '[data-terminal-add]');
    const items = [...this.#list.querySelectorAll<HTMLElement>('li')];
    const firsts = [...this.#screens.querySelectorAll<HTMLElement>('.screen')].map((screen, index) =>
      this.#open(screen.dataset.machine ?? '', 1, screen, items[index] as HTMLElement),
    );
    this.#front = firsts[0] as Tab;
    const wanted = this.preferences.get(this.#frontStoredAs);
    for (const first of firsts) {
      const stored = readNumbers(preferences.get(storedAs(first)));
      for (const number of stored.numbers.slice(1)) {
        this.#openBeside(first, number);
      }
      if (first.on === (wanted ?? this.#front.on)) {
        this.#front = this.#tab(first.on, stored.current) ?? first;
      }
    }
    this.#find = openFindBar(part<HTMLFormElement>(pane, '[data-find]'), {
      find: (...search) => this.#front.machine.terminal.find(...search),
      endFind: () => this.#front.machine.terminal.endFind(),
      focus: () => this.focus(),
    });
    this.#add.addEventListener('click', () => this.#openAnother());
    part(pane, '[data-find-open]').addEventListener('click', () => this.#find.open());
    this.#bringToFront(this.#front);
  }

  run(command: string, on = this.#front.on): void {
    if (on !== this.#front.on) {
      this.#bringToFront(this.#lastInFront(on) ?? this.#front);
    }
    this.#front.machine.run(command);
  }

  press(keys: string): void {
    this.#front.machine.press(keys);
  }

  focus(): void {
    this.#front.machine.focus();
  }

  show(event: MachineEvent): void {
    this.#events.set(event.machine, event);
    for (const { machine } of this.#on(event.machine)) {
      machine.show(event);
    }
  }

  get line(): string {
    return this.#front.machine.line;
  }

  get screenReader(): boolean {
    return this.#front.machine.screenReader;
  }

  set screenReader(on: boolean) {
    for (const { machine } of this.#tabs) {
      machine.screenReader = on;
    }
  }

  dispose(): void {
    for (const { machine } of this.#tabs) {
      machine.dispose();
    }
  }

  #on(machine: string): Tab[] {
    return this.#tabs.filter((tab) => tab.on === machine);
  }

  #tab(machine: string, number: number): Tab | undefined {
    return this.#on(machine).find((tab) => tab.number === number);
  }

  /** The terminal of a machine that was in front when the machine was. */
  #lastInFront(on: string): Tab | undefined {
    const first = this.#tab(on, 1);
    return first && (this.#tab(on, readNumbers(this.preferences.get(storedAs(first))).current) ?? first);
  }

  /** The first terminal of a tab's machine. */
  #first(of: Tab): Tab {
    return this.#tab(of.on, 1) ?? of;
  }

  /** Of the machine that is in front. */
  get #frontStoredAs(): string {
    return `machine-in-front-${this.#tabs[0]?.screen.dataset.socket}`;
  }

  #openAnother(): void {
    const number = freeNumber(this.#on(this.#front.on).map((tab) => tab.number));
    if (number !== undefined) {
      const tab = this.#openBeside(this.#first(this.#front), number);
      tab.machine.screenReader = this.screenReader;
      const event = this.#events.get(tab.on);
      if (event) {
        tab.machine.show(event);
      }
      this.#bringToFront(tab);
      this.focus();
    }
  }

  #openBeside({ on, screen: first }: Tab, number: number): Tab {
    const screen = first.cloneNode(false) as HTMLElement;
    screen.id = `${first.id}-${number}`;
    screen.dataset.socket = `${first.dataset.socket}&terminal=${number}`;
    this.#screens.append(screen);
    const item = document.createElement('li');
    item.append(button('terminal-tab', `${on} (${number})`));
    const where = this.#tabs.some((tab) => tab.on !== on) ? ` of ${on}` : '';
    const close = button('terminal-close', '×');
    close.ariaLabel = `Close terminal ${number}${where}`;
    close.title = `Close terminal ${number}${where}: its shell ends`;
    item.append(close);
    // Beside the others of its machine.
    this.#on(on).at(-1)?.item.after(item);
    const tab = this.#open(on, number, screen, item);
    close.addEventListener('click', () => this.#close(tab));
    return tab;
  }

  #open(on: string, number: number, screen: HTMLElement, item: HTMLElement): Tab {
    const machine = openMachineTerminal(screen, this.client, {
      status: (status) => this.#statusChanged(on, number, status),
      entered: () => this.entered(),
      find: () => this.#find.open(),
      ended: () => this.#remove(tab),
    });
    const tab = { on, number, screen, item, machine };
    part(item, 'button').addEventListener('click', () => {
      this.#bringToFront(tab);
      this.focus();
    });
    this.#tabs.push(tab);
    return tab;
  }

  #statusChanged(on: string, number: number, status: ShellStatus): void {
    this.#statuses.set(key(on, number), status);
    if (this.#front?.on === on && this.#front.number === number) {
      showConnection(this.pane, status);
    }
  }

  #bringToFront(front: Tab): void {
    this.#find.close();
    this.#front = front;
    for (const tab of this.#tabs) {
      const isFront = tab === front;
      tab.screen.toggleAttribute('data-behind', !isFront);
      part(tab.item, 'button').setAttribute('aria-current', String(isFront));
    }
    const status = this.#statuses.get(key(front.on, front.number));
    if (status) {
      showConnection(this.pane, status);
    }
    this.#numbersChanged();
  }

  /** Where a tab goes to that is taken away. */
  #behind(tab: Tab): Tab {
    return tab === this.#front ? this.#first(tab) : this.#front;
  }

  /** It is gone from the bar at once, and from the page when the lab has closed it: until then its number is not given again. */
  #close(tab: Tab): void {
    this.#closing.add(tab);
    tab.item.hidden = true;
    tab.machine.end();
    this.#bringToFront(this.#behind(tab));
    this.focus();
  }

  #remove(tab: Tab): void {
    const index = this.#tabs.indexOf(tab);
    if (index >= 0) {
      const hadKeyboard = tab.screen.contains(document.activeElement);
      const next = this.#behind(tab);
      this.#tabs.splice(index, 1);
      this.#closing.delete(tab);
      this.#statuses.delete(key(tab.on, tab.number));
      tab.machine.dispose();
      tab.screen.remove();
      tab.item.remove();
      this.#bringToFront(next);
      if (hadKeyboard) {
        this.focus();
      }
    }
  }

  #numbersChanged(): void {
    const first = this.#first(this.#front);
    const all = this.#on(first.on);
    const numbers = all.filter((tab) => !this.#closing.has(tab)).map((tab) => tab.number);
    this.#add.disabled = freeNumber(all.map((tab) => tab.number)) === undefined;
    this.#add.title = `Another terminal on ${first.on}`;
    this.preferences.set(storedAs(first), writeNumbers({ numbers, current: this.#front.number }));
    this.preferences.set(this.#frontStoredAs, first.on);
  }
}

/** The address names student and machine: others in this browser have terminals of their own. */
function storedAs(first: Tab): string {
  return `terminals-${first.screen.dataset.socket}`;
}

function key(on: string, number: number): string {
  return `${on} ${number}`;
}

function button(name: string, text: string): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = name;
  made.textContent = text;
  return made;
}
