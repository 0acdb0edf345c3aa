import { showSentence } from './code-words.ts';

/** The lab's answer to an answer. */
interface Reply {
  /**
   * `noted` is an answer that only the machine can judge: the task that asks for it says what became of it. `guessed` is a prediction that is not compared yet. `refused`
   * is one that does not count.
   */
  readonly result: 'right' | 'wrong' | 'noted' | 'guessed' | 'refused';
  /** Says it in words, and why. */
  readonly text: string;
}

/** A quiz, a prediction or a typed answer on the page. */
export interface Question {
  /** Whether it is a prediction that waits to be compared with what happens. */
  readonly isGuessed: boolean;
  /** Says what became of the prediction. */
  compare(): Promise<void>;
}

/** Sends answers without leaving the page. Where that fails, the form is posted as any form is. */
export function openQuestion(form: HTMLFormElement): Question {
  const output = form.querySelector<HTMLOutputElement>('output');
  const compareButton = form.querySelector<HTMLButtonElement>('.compare-button');
  const tell = (result: string, text: string) => {
    form.dataset.result = result;
    output?.replaceChildren();
    if (output) {
      showSentence(output, text);
    }
    if (compareButton) {
      const hadKeyboard = compareButton === document.activeElement;
      compareButton.hidden = result !== 'guessed';
      if (hadKeyboard && compareButton.hidden && output) {
        output.tabIndex = -1;
        output.focus();
      }
    }
  };
  const send = async (body: object) => {
    const reply = await ask(form.action, body);
    if (reply === undefined) {
      return false;
    }
    tell(reply.result, reply.text);
    return true;
  };
  const compare = async () => {
    const compared = await send({ value: '', compare: true });
    if (compared && form.dataset.result !== 'guessed' && form.dataset.result !== 'refused') {
      form.querySelector('fieldset')?.setAttribute('disabled', '');
    }
    return compared;
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const comparing = event.submitter === compareButton && compareButton !== null;
    const value = new FormData(form).getAll('value').join(',');
    if (!comparing && value.trim() === '') {
      tell('unanswered', 'Choose or write an answer first.');
    } else if (!(await (comparing ? compare() : send({ value })))) {
      form.submit();
    }
  });
  return {
    get isGuessed() {
      return form.dataset.result === 'guessed';
    },
    async compare() {
      await compare();
    },
  };
}

/** Somebody else has joined in this browser since the page was opened. */
const NOT_YOURS: Reply = {
  result: 'refused',
  text: 'Somebody else is signed in in this browser now, so this answer does not count. Reload the page.',
};

async function ask(address: string, body: object): Promise<Reply | undefined> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.status === 403) {
      return NOT_YOURS;
    }
    return response.ok ? ((await response.json()) as Reply) : undefined;
  } catch {
    return undefined;
  }
}
