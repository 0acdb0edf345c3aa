import { showSentence } from './code-words.ts';

/** The lab's answer to an answer. */
interface Reply {
  /**
   * `noted` is an answer that only the machine can judge: the task that asks for it says what became of it. `refused` is one that
   * does not count.
   */
  readonly result: 'right' | 'wrong' | 'noted' | 'refused';
  /** Says it in words, and why. */
  readonly text: string;
}

/** Sends a quiz, a guess or a typed answer without leaving the page. Where that fails, the form is posted as any form is. */
export function openQuestion(form: HTMLFormElement): void {
  const output = form.querySelector<HTMLOutputElement>('output');
  form.addEventListener('submit', async (event) => {
    const value = new FormData(form, event.submitter).get('value');
    if (!output) {
      return;
    }
    event.preventDefault();
    if (typeof value !== 'string' || value.trim() === '') {
      tell(form, output, 'unanswered', 'Choose or write an answer first.');
      return;
    }
    const reply = await ask(form.action, value);
    if (reply === undefined) {
      form.submit();
      return;
    }
    tell(form, output, reply.result, reply.text);
  });
}

/** Somebody else has joined in this browser since the page was opened. */
const NOT_YOURS: Reply = {
  result: 'refused',
  text: 'Somebody else is signed in in this browser now, so this answer does not count. Reload the page.',
};

async function ask(address: string, value: string): Promise<Reply | undefined> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ value }),
    });
    if (response.status === 403) {
      return NOT_YOURS;
    }
    return response.ok ? ((await response.json()) as Reply) : undefined;
  } catch {
    return undefined;
  }
}

function tell(form: HTMLFormElement, output: HTMLOutputElement, result: string, text: string): void {
  form.dataset.result = result;
  output.replaceChildren();
  showSentence(output, text);
}
