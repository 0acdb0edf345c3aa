/**
 * A part that the page's template must have.
 *
 * @throws Error if it is not there: template and script do not fit
 */
export function part<E extends HTMLElement = HTMLElement>(within: ParentNode, selector: string): E {
  const found = within.querySelector<E>(selector);
  if (!found) {
    throw new Error(`the page has no "${selector}"; its template and this script do not fit`);
  }
  return found;
}

/** Does something with each part of a kind, if there are any. */
export function eachPart<E extends HTMLElement = HTMLElement>(
  within: ParentNode,
  selector: string,
  action: (found: E) => void,
): void {
  for (const found of within.querySelectorAll<E>(selector)) {
    action(found);
  }
}
