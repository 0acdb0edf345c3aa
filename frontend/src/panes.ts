/** A part of the page that the keyboard can go to. */
export interface Pane {
  readonly element: HTMLElement;
  focus(): void;
}

/** F6 goes round the panes, Shift+F6 the other way. It is the way out of the terminal, where Tab belongs to the shell. */
export function openPanes(panes: readonly Pane[]): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const current = panes.findIndex((pane) => pane.element.contains(document.activeElement));
    const step = event.shiftKey ? panes.length - 1 : 1;
    panes[current < 0 ? 0 : (current + step) % panes.length]?.focus();
  });
}
