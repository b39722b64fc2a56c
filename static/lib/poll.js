// Asking again until there is an answer: soon at first, when most answers come, then ever more patiently.

const FIRST = 150;
const GROWTH = 1.4;
const LONGEST = 5000;

/** Milliseconds to wait before the attempt with this number, counted from 0. */
export function delayBefore(attempt) {
  return Math.min(LONGEST, Math.round(FIRST * GROWTH ** attempt));
}

/**
 * Calls `ask` until it says true. `wait(ms)` and `visible()` (resolves once somebody looks at the page) come from the
 * caller, so that a test needs no clock; either may reject to end it.
 */
export async function follow(ask, { wait, visible }) {
  for (let attempt = 0; ; attempt += 1) {
    await wait(delayBefore(attempt));
    await visible();
    if (await ask()) return;
  }
}
