/** `$ `, `# ` and `% ` of shells, psql and the like, and a `> ` with something before it: alone it asks for the rest of a line. */
const PROMPT = /(?:[$#%]|\S>) $/;

/** Whether this, what stands on a line before the cursor, is a prompt and nothing typed behind it. A program that reads its input shows none. */
export function isPrompt(beforeCursor: string): boolean {
  return PROMPT.test(beforeCursor);
}
