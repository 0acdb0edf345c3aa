import type { Question } from './question.ts';
import { type Alarm, browser, type Clock } from './surroundings.ts';

/** Milliseconds between two looks at whether a command has ended. */
const LOOK = 300;
/** After so many looks a command that shows no prompt of before, such as a shell in a container, is taken for seen. */
const MOST_LOOKS = 60;

/** A prediction that waits for what happens. */
export interface Prediction {
  readonly question: Pick<Question, 'isGuessed' | 'compare'>;
  /** The command that shows it: the last line of the listing below the prediction. */
  readonly command: string;
}

/** Compares predictions with what happened, once it has happened: when the command below one has been run and the prompt is there again. */
export class Comparisons {
  #alarm: Alarm | undefined;

  /** @param line what stands on the line of the terminal's cursor */
  constructor(
    private readonly predictions: readonly Prediction[],
    private readonly line: () => string,
    private readonly clock: Clock = browser.clock,
  ) {}

  /** A click runs a command; called before it is typed. */
  clicked(command: string): void {
    this.#ran(command, this.line());
  }

  /** Somebody presses Enter; called before the shell hears it. */
  entered(): void {
    const line = words(this.line());
    const typed = this.predictions.find(({ command }) => line.endsWith(words(command)));
    if (typed) {
      this.#ran(typed.command, line.slice(0, line.length - words(typed.command).length));
    }
  }

  #ran(command: string, prompt: string): void {
    const waiting = this.predictions.filter((each) => each.command === command && each.question.isGuessed);
    if (waiting.length > 0) {
      this.clock.clear(this.#alarm);
      this.#await(words(prompt), MOST_LOOKS, () => {
        for (const { question } of waiting) {
          void question.compare();
        }
      });
    }
  }

  #await(prompt: string, looks: number, then: () => void): void {
    this.#alarm = this.clock.set(() => {
      if (looks === 0 || (prompt !== '' && words(this.line()) === prompt)) {
        then();
      } else {
        this.#await(prompt, looks - 1, then);
      }
    }, LOOK);
  }
}

/** Whatever the number of blanks between them. */
function words(line: string): string {
  return line.trim().split(/\s+/).join(' ');
}

/** The command that a prediction is about, among the elements after it: empty if a heading or another question comes first. */
export function commandBelow(form: Element): string {
  let command = '';
  for (let next = form.nextElementSibling; next; next = next.nextElementSibling) {
    if (next.matches('pre.run')) {
      command = (next as HTMLElement).dataset.command ?? '';
    } else if (command !== '' || next.matches('h2, form, .task')) {
      break;
    }
  }
  return command;
}
