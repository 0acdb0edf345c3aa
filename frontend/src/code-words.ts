/** A piece of a sentence; code is what stood between backticks. */
export interface Words {
  readonly text: string;
  readonly code: boolean;
}

/** Splits a sentence of the lab at its backticks. One without a partner is an ordinary letter, and two with nothing between them are left out. */
export function splitCode(sentence: string): Words[] {
  return sentence
    .split(/(`[^`]*`)/)
    .filter((piece) => piece !== '' && piece !== '``')
    .map((piece) =>
      /^`[^`]+`$/.test(piece) ? { text: piece.slice(1, -1), code: true } : { text: piece, code: false },
    );
}

/** The sentence without its backticks, for where there is only text. */
export function plainWords(sentence: string): string {
  return splitCode(sentence)
    .map(({ text }) => text)
    .join('');
}

/** Turns what an element says between backticks into code. */
export function showCode(element: HTMLElement): void {
  const sentence = element.textContent ?? '';
  element.replaceChildren();
  showSentence(element, sentence);
}

/** Puts a sentence into an element, its code in `code` elements. Whatever it holds stays text. */
export function showSentence(element: HTMLElement, sentence: string): void {
  element.append(
    ...splitCode(sentence).map(({ text, code }) => {
      if (!code) {
        return document.createTextNode(text);
      }
      const word = document.createElement('code');
      showWords(word, text);
      return word;
    }),
  );
}

/** Puts code into an element, each of its words in one of its own: styles keep those whole, which browsers would break at hyphens and slashes. */
export function showWords(element: HTMLElement, code: string): void {
  element.replaceChildren(
    ...code.split(/(\s+)/).map((piece) => {
      if (/^\s*$/.test(piece)) {
        return document.createTextNode(piece);
      }
      const word = document.createElement('span');
      word.textContent = piece;
      return word;
    }),
  );
}
