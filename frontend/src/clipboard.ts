/** Copies text. Browsers give a page on plain HTTP no clipboard; there the older way, through a selection, works still. */
export async function copyText(text: string): Promise<void> {
  if (text === '') {
    return;
  }
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
  } else {
    copyThroughSelection(text);
  }
}

/** Makes a button copy, and say that it has. */
export function openCopyButton(button: HTMLButtonElement, text: () => string): void {
  const label = button.textContent ?? '';
  button.addEventListener('click', async () => {
    await copyText(text());
    button.textContent = 'Copied';
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });
  button.hidden = false;
}

/** The copy buttons that a template has put beside what they copy. */
export function openCopyLines(within: ParentNode): void {
  for (const button of within.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
    const source = button.parentElement?.querySelector('[data-copy-source]');
    openCopyButton(button, () => source?.textContent ?? '');
  }
}

function copyThroughSelection(text: string): void {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) {
    focused.focus();
  }
}
