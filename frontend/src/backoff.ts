/** How long to wait before trying again: longer each time, and never in step with the neighbours. */
export interface Backoff {
  /** Milliseconds until the next attempt. */
  next(): number;
  /** It worked: start from the shortest wait again. */
  reset(): void;
}

/** Doubles from `shortest` to `longest` milliseconds; each wait is a random one from half of that to all of it. */
export function openBackoff(shortest = 250, longest = 4_000, random: () => number = Math.random): Backoff {
  let attempts = 0;
  return {
    next() {
      const full = Math.min(longest, shortest * 2 ** attempts);
      attempts += 1;
      return Math.round(full / 2 + (full / 2) * random());
    },
    reset() {
      attempts = 0;
    },
  };
}
