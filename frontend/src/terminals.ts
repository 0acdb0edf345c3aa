import { type FindBar, openFindBar } from './find-bar.ts';
import { type Machine, type MachineTerminal, openMachineTerminal, showConnection } from './machine.ts';
import { part } from './part.ts';
import type { Preferences } from './preferences.ts';
import type { MachineEvent, ShellStatus } from './shell-status.ts';
import { freeNumber, readNumbers, writeNumbers } from './terminal-numbers.ts';

/**
 * The terminals of a machine, as the page shows them: the first is always there, a few more can be opened beside it and closed again.
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
  readonly #statuses = new Map<number, ShellStatus>();
  readonly #tabs = new Map<number, Tab>();
  /** Those that the lab has not closed yet. */
  readonly #closing = new Set<number>();
  readonly #first: Tab;
  #current = 1;
  #event: MachineEvent | undefined;

  constructor(
    private readonly pane: HTMLElement,
    private readonly client: string,
    private readonly preferences: Preferences,
    private readonly entered: () => void,
  ) {
    this.#screens = part(pane, '.screens');
    this.#list = part(pane, '[data-terminals]');
    this.#add = part<HTMLButtonElement>(pane, '[data-terminal-add]');
    this.#first = this.#open(1, part(this.#screens, '.screen'), part(this.#list, 'li'));
    const stored = readNumbers(preferences.get(this.#storedAs));
    for (const number of stored.numbers.slice(1)) {
      this.#openBeside(number);
    }
    this.#find = openFindBar(part<HTMLFormElement>(pane, '[data-find]'), {
      find: (...search) => this.#front.machine.terminal.find(...search),
      endFind: () => this.#front.machine.terminal.endFind(),
      focus: () => this.focus(),
    });
    this.#add.addEventListener('click', () => this.#openAnother());
    part(pane, '[data-find-open]').addEventListener('click', () => this.#find.open());
    this.#bringToFront(stored.current);
  }

  run(command: string): void {
    this.#front.machine.run(command);
  }

  press(keys: string): void {
    this.#front.machine.press(keys);
  }

  focus(): void {
    this.#front.machine.focus();
  }

  show(event: MachineEvent): void {
    this.#event = event;
    for (const { machine } of this.#tabs.values()) {
      machine.show(event);
    }
  }

  get line(): string {
    return this.#front.machine.line;
  }

  get screenReader(): boolean {
    return this.#first.machine.screenReader;
  }

  set screenReader(on: boolean) {
    for (const { machine } of this.#tabs.values()) {
      machine.screenReader = on;
    }
  }

  dispose(): void {
    for (const { machine } of this.#tabs.values()) {
      machine.dispose();
    }
  }

  get #front(): Tab {
    return this.#tabs.get(this.#current) ?? this.#first;
  }

  /** The address names student and machine: others in this browser have terminals of their own. */
  get #storedAs(): string {
    return `terminals-${this.#first.screen.dataset.socket}`;
  }

  #openAnother(): void {
    const number = freeNumber([...this.#tabs.keys()]);
    if (number !== undefined) {
      const { machine } = this.#openBeside(number);
      machine.screenReader = this.screenReader;
      if (this.#event) {
        machine.show(this.#event);
      }
      this.#bringToFront(number);
      this.focus();
    }
  }

  #openBeside(number: number): Tab {
    const { screen: first } = this.#first;
    const screen = first.cloneNode(false) as HTMLElement;
    screen.id = `terminal-${number}`;
    screen.dataset.socket = `${first.dataset.socket}&terminal=${number}`;
    this.#screens.append(screen);
    const item = document.createElement('li');
    item.append(button('terminal-tab', `${first.dataset.machine} (${number})`));
    const close = button('terminal-close', '×');
    close.ariaLabel = `Close terminal ${number}`;
    close.title = `Close terminal ${number}: its shell ends`;
    close.addEventListener('click', () => this.#close(number));
    item.append(close);
    this.#list.append(item);
    return this.#open(number, screen, item);
  }

  #open(number: number, screen: HTMLElement, item: HTMLElement): Tab {
    const machine = openMachineTerminal(screen, this.client, {
      status: (status) => this.#statusChanged(number, status),
      entered: () => this.entered(),
      find: () => this.#find.open(),
      ended: () => this.#remove(number),
    });
    const tab = { number, screen, item, machine };
    part(item, 'button').addEventListener('click', () => {
      this.#bringToFront(number);
      this.focus();
    });
    this.#tabs.set(number, tab);
    return tab;
  }

  #statusChanged(number: number, status: ShellStatus): void {
    this.#statuses.set(number, status);
    if (number === this.#current) {
      showConnection(this.pane, status);
    }
  }

  #bringToFront(number: number): void {
    this.#find.close();
    this.#current = number;
    for (const tab of this.#tabs.values()) {
      const isFront = tab === this.#front;
      tab.screen.toggleAttribute('data-behind', !isFront);
      part(tab.item, 'button').setAttribute('aria-current', String(isFront));
    }
    const status = this.#statuses.get(this.#current);
    if (status) {
      showConnection(this.pane, status);
    }
    this.#numbersChanged();
  }

  /** It is gone from the bar at once, and from the page when the lab has closed it: until then its number is not given again. */
  #close(number: number): void {
    const tab = this.#tabs.get(number);
    if (tab) {
      this.#closing.add(number);
      tab.item.hidden = true;
      tab.machine.end();
      this.#bringToFront(number === this.#current ? 1 : this.#current);
      this.focus();
    }
  }

  #remove(number: number): void {
    const tab = this.#tabs.get(number);
    if (tab) {
      const hadKeyboard = tab.screen.contains(document.activeElement);
      this.#tabs.delete(number);
      this.#closing.delete(number);
      this.#statuses.delete(number);
      tab.machine.dispose();
      tab.screen.remove();
      tab.item.remove();
      this.#bringToFront(number === this.#current ? 1 : this.#current);
      if (hadKeyboard) {
        this.focus();
      }
    }
  }

  #numbersChanged(): void {
    const numbers = [...this.#tabs.keys()].filter((number) => !this.#closing.has(number));
    this.#add.disabled = freeNumber([...this.#tabs.keys()]) === undefined;
    this.preferences.set(this.#storedAs, writeNumbers({ numbers, current: this.#current }));
  }
}

function button(name: string, text: string): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = name;
  made.textContent = text;
  return made;
}
