const minutes = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const seconds = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** The time of day to the minute, on this person's clock. */
export function clockTime(at: number): string {
  return minutes.format(at);
}

/** The time of day to the second. */
export function exactTime(at: number): string {
  return seconds.format(at);
}
