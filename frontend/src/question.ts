import { showSentence } from './code-words.ts';

/** The lab's answer to an answer. */
interface Reply {
  readonly correct: boolean;
  readonly text: string;
}

const PRAISE: Readonly<Record<string, readonly [right: string, wrong: string]>> = {
  predict: ['As you said', 'Not quite'],
  quiz: ['Right', 'No'],
  answer: ['Right', 'No'],
};

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
      tell(form, output, 'unanswered', 'Choose or write an answer first', '');
      return;
    }
    const reply = await ask(form.action, value);
    if (reply === undefined) {
      form.submit();
      return;
    }
    const [right, wrong] = PRAISE[form.dataset.kind ?? ''] ?? ['Right', 'No'];
    tell(form, output, reply.correct ? 'right' : 'wrong', reply.correct ? right : wrong, reply.text);
  });
}

async function ask(address: string, value: string): Promise<Reply | undefined> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ value }),
    });
    return response.ok ? ((await response.json()) as Reply) : undefined;
  } catch {
    return undefined;
  }
}

function tell(form: HTMLFormElement, output: HTMLOutputElement, result: string, label: string, text: string): void {
  form.dataset.result = result;
  const strong = document.createElement('strong');
  strong.textContent = label;
  output.replaceChildren(strong, text ? ': ' : '.');
  showSentence(output, text);
}
