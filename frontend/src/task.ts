import { clockTime } from './clock.ts';
import { showSentence } from './code-words.ts';
import { type PassedWords, readVerdict, type TaskEvent, type TaskState } from './verdict.ts';

/** A task's card in the text. */
export interface Task {
  readonly id: string;
  readonly title: string;
  readonly state: TaskState;
  show(event: TaskEvent): void;
}

/**
 * @param card the section that the lab has rendered
 * @param reset asks the person whether to make the machine anew; absent where that cannot be
 * @param words what is said of a task that is passed
 */
export function openTask(card: HTMLElement, reset: (() => void) | undefined, words: PassedWords): Task {
  return new TaskCard(card, reset, words);
}

class TaskCard implements Task {
  readonly id: string;
  readonly title: string;
  #state: TaskState;
  #shown = '';

  constructor(
    private readonly card: HTMLElement,
    private readonly reset: (() => void) | undefined,
    private readonly words: PassedWords,
  ) {
    this.id = card.dataset.task ?? '';
    this.title = card.querySelector('h3')?.textContent?.trim() ?? this.id;
    this.#state = card.dataset.verdict === 'passed' ? 'passed' : 'open';
    card.dataset.state = this.#state;
  }

  get state(): TaskState {
    return this.#state;
  }

  show(event: TaskEvent): void {
    const verdict = readVerdict(event, clockTime, this.words);
    const shown = JSON.stringify(verdict);
    if (shown === this.#shown) {
      return;
    }
    const first = this.#shown === '';
    this.#shown = shown;
    this.#state = verdict.state;
    this.card.dataset.verdict = event.verdict;
    this.card.dataset.state = verdict.state;
    this.#fill('.task-status', first, (line) => {
      if (verdict.label) {
        const label = document.createElement('strong');
        label.textContent = verdict.label;
        line.append(label, verdict.status ? ': ' : '');
      }
      showSentence(line, verdict.status);
    });
    this.#fill('.task-hint', first, (line) => {
      showSentence(line, verdict.hint);
      if (verdict.offersReset && this.reset) {
        line.append(resetButton(this.reset));
      }
    });
  }

  /** Writes a line anew. What is so when the page opens is not read aloud, what changes later is. */
  #fill(selector: string, first: boolean, fill: (line: HTMLElement) => void): void {
    const line = this.card.querySelector<HTMLElement>(selector);
    if (!line) {
      return;
    }
    if (first && line.role === 'status') {
      line.ariaLive = 'off';
      setTimeout(() => {
        line.ariaLive = 'polite';
      }, 1000);
    }
    line.replaceChildren();
    fill(line);
  }
}

function resetButton(reset: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'danger';
  button.textContent = 'Start the machine anew …';
  button.addEventListener('click', reset);
  return button;
}
