/** A part of the page that the keyboard can go to. */
export interface Pane {
  readonly element: HTMLElement;
  /** F6 leaves it out: Shift+F6 alone goes there. */
  readonly aside?: boolean;
  focus(): void;
}

/**
 * F6 goes round the panes, Shift+F6 the other way. It is the way out of the terminal, where Tab belongs to the shell.
 *
 * @param panes in the order of F6; where one lies in another, it comes first
 */
export function openPanes(panes: readonly Pane[]): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const current = panes.findIndex((pane) => pane.element.contains(document.activeElement));
    next(panes, current, event.shiftKey)?.focus();
  });
}

function next(panes: readonly Pane[], current: number, back: boolean): Pane | undefined {
  if (back) {
    return panes[(current < 0 ? panes.length : current + panes.length - 1) % panes.length];
  }
  return [...panes.slice(current + 1), ...panes].find((pane) => !pane.aside);
}
