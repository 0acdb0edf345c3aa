const minutes = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** The time of day to the minute, as this person's clock shows it. */
export function clockTime(at: number): string {
  return minutes.format(at);
}

/** The time of day to the second. */
export function exactTime(at: number): string {
  return seconds.format(at);
}
