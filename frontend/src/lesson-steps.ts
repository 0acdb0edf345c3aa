const KEYS: Readonly<Record<string, string>> = { PageUp: 'prev', PageDown: 'next' };

/** Alt with Page Up or Page Down leads to the lesson before or after, unless the keyboard is in the terminal, whose programs may want these keys. */
export function openLessonSteps(page: Document, isTyping: () => boolean): void {
  page.addEventListener('keydown', (event) => {
    const rel = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey ? KEYS[event.key] : undefined;
    const link = rel ? page.querySelector<HTMLAnchorElement>(`a[rel=${rel}]`) : null;
    if (link && !isTyping()) {
      event.preventDefault();
      link.click();
    }
  });
  // What is closed on the screen would be missing on paper.
  window.addEventListener('beforeprint', () => {
    for (const details of page.querySelectorAll<HTMLDetailsElement>('details.more')) {
      details.open = true;
    }
  });
}
