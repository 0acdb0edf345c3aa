/** Most terminals of a machine, as the lab has it. */
const MOST = 4;

/** Which terminals of a machine are open, and which of them is in front; the first is always open. */
export interface OpenNumbers {
  readonly numbers: readonly number[];
  readonly current: number;
}

/** Reads what {@link writeNumbers} has written; whatever else is stored means that the first one is open alone. */
export function readNumbers(text: string | null): OpenNumbers {
  const stored = (text ?? '').split(' ').map(Number);
  const known = stored.filter((number) => Number.isInteger(number) && number >= 1 && number <= MOST);
  const numbers = [...new Set([1, ...known])].sort();
  return { numbers, current: known[0] ?? 1 };
}

/** The one in front, then the others. */
export function writeNumbers({ numbers, current }: OpenNumbers): string {
  return [current, ...numbers.filter((number) => number !== current)].join(' ');
}

/** A number for another terminal; none when there are as many as may be. */
export function freeNumber(numbers: readonly number[]): number | undefined {
  return Array.from({ length: MOST }, (_, index) => index + 1).find((number) => !numbers.includes(number));
}
