// The panel below a homework: what was handed in, and its reports. The server renders it; here it is asked for again while something is graded.

const LOOK_AGAIN_MILLIS = 2_000;
const UNKNOWN =
  'No answer came, so it is not known whether this was submitted: look at the list below, and submit again if it is not there.';

/** Keeps the panel inside `text` up to date, without a new page. */
export function openHomework(text: HTMLElement): void {
  const panel = text.querySelector<HTMLElement>('[data-homework]');
  if (panel !== null) {
    openPanel(panel);
  }
}

function openPanel(panel: HTMLElement): void {
  const form = panel.querySelector('form');
  const button = form?.querySelector('button');
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    if (button) {
      button.disabled = true;
    }
    // It may be stored, so nothing is sent a second time.
    ask(panel, `${form.action}&panel=1`, 'POST').catch(() => look(panel, UNKNOWN));
  });
  if (panel.dataset.waiting !== undefined) {
    setTimeout(() => look(panel), LOOK_AGAIN_MILLIS);
  }
}

/** @param problem what is said above the submissions, or nothing */
function look(panel: HTMLElement, problem = ''): void {
  if (!panel.isConnected) {
    return;
  }
  ask(panel, panel.dataset.homework ?? '', 'GET', problem).catch(() => {
    tell(panel, problem);
    setTimeout(() => look(panel, problem), LOOK_AGAIN_MILLIS);
  });
}

function tell(panel: HTMLElement, problem: string): void {
  const place = panel.querySelector('.problem');
  if (place !== null && problem !== '') {
    place.textContent = problem;
  }
}

async function ask(panel: HTMLElement, address: string, method: string, problem = ''): Promise<void> {
  const answer = await fetch(address, { method });
  const template = document.createElement('template');
  template.innerHTML = await answer.text();
  const next = template.content.querySelector<HTMLElement>('[data-homework]');
  if (next === null) {
    throw new Error(`no panel came from ${address}`);
  }
  // What the student has opened stays open, and who has submitted sees the newest.
  const opened = [...panel.querySelectorAll<HTMLElement>('details[open][data-number]')].map(
    (each) => each.dataset.number,
  );
  for (const each of next.querySelectorAll<HTMLDetailsElement>('details[data-number]')) {
    each.open ||= opened.includes(each.dataset.number);
  }
  const newest = next.querySelector<HTMLDetailsElement>('details[data-number]');
  if (newest !== null && panel.dataset.waiting !== undefined) {
    newest.open = true;
  }
  panel.replaceWith(next);
  tell(next, problem);
  openPanel(next);
}
