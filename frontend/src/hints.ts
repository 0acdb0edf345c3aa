/** Shows the hints of a task one by one: often the first is enough. */
export function openHints(details: HTMLElement): void {
  const hints = [...details.querySelectorAll<HTMLElement>('ol > li')];
  if (hints.length < 2) {
    return;
  }
  const more = document.createElement('button');
  more.type = 'button';
  more.className = 'quiet';
  more.textContent = 'One more hint';
  more.addEventListener('click', () => {
    const next = hints.find((hint) => hint.hidden);
    if (next) {
      next.hidden = false;
      next.tabIndex = -1;
      next.focus();
    }
    more.hidden = !hints.some((hint) => hint.hidden);
  });
  for (const hint of hints.slice(1)) {
    hint.hidden = true;
  }
  details.append(more);
}
