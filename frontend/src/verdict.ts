/** What the lab says of a task, in the `tasks` event of a lesson (docs/lab-api.md). */
export interface TaskEvent {
  readonly task: string;
  readonly verdict: 'passed' | 'not-yet' | 'beyond-repair' | 'our-fault';
  /** It was true at some time: that counts. */
  readonly ever: boolean;
  /** It is true now: that is shown. */
  readonly now: boolean;
  /** The fact that was found, or is missing. */
  readonly text: string;
  readonly hint: string;
  /** When, in milliseconds since 1970. */
  readonly at: number;
}

/**
 * What a card shows. `open` is a task that has not been tried, as far as can be told: a fact is missing, but there is no hint at a
 * mistake. `passed-before` is passed, but undone since.
 */
export type TaskState = 'open' | 'not-yet' | 'passed' | 'passed-before' | 'beyond-repair' | 'our-fault';

/** A verdict in words. */
export interface Verdict {
  readonly state: TaskState;
  /** The state in a word or two, for where there is no colour; empty while there is nothing to say. */
  readonly label: string;
  readonly status: string;
  readonly hint: string;
  /** Only a fresh machine helps. */
  readonly offersReset: boolean;
}

/** What is said of a task that is passed. */
export interface PassedWords {
  readonly passed: string;
  /** It is so no more. */
  readonly before: string;
}

export const LESSON_WORDS: PassedWords = {
  passed: 'Passed',
  before: 'it was true once, and that counts; just now it is not',
};

/** A task of homework is only answered until it is graded, and that is by what is there then. */
export const HOMEWORK_WORDS: PassedWords = {
  passed: 'Answered',
  before: 'it is not so any more, and what is there when you submit is graded',
};

export function readVerdict(event: TaskEvent, clock: (at: number) => string, words = LESSON_WORDS): Verdict {
  const state = stateOf(event);
  switch (state) {
    case 'passed':
      return plain(state, `${words.passed} at ${clock(event.at)}`, event.text);
    case 'passed-before':
      return plain(state, `${words.passed} at ${clock(event.at)}`, words.before);
    case 'beyond-repair':
      return {
        ...plain(state, 'Beyond repair', event.text),
        hint: event.hint,
        offersReset: true,
      };
    case 'our-fault':
      return {
        ...plain(state, 'Our fault', event.text || 'this could not be checked'),
        hint: 'Sorry. It costs you nothing, and is looked at again by itself.',
      };
    case 'open':
    case 'not-yet':
      return { ...plain(state, event.text && 'Not yet', event.text), hint: event.hint };
  }
}

export function isPassed(state: TaskState): boolean {
  return state === 'passed' || state === 'passed-before';
}

function stateOf({ verdict, ever, now, hint }: TaskEvent): TaskState {
  if (verdict === 'passed' || ever) {
    return now ? 'passed' : 'passed-before';
  }
  return verdict === 'not-yet' && hint === '' ? 'open' : verdict;
}

function plain(state: TaskState, label: string, status: string): Verdict {
  return { state, label, status, hint: '', offersReset: false };
}
