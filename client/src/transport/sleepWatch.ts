/** Notices that this machine slept: then a connection can be dead long before its keepalives say so. */

/** How often the clock is looked at, and how far it must have jumped, milliseconds. */
const everyMs = 10_000;
const sleptMs = 30_000;

/** Calls back after each sleep; the returned function ends it. `now`: milliseconds. */
export function watchSleep(onWake: () => void, now: () => number = Date.now): () => void {
  let last = now();
  const timer = setInterval(() => {
    const elapsed = now() - last;
    last = now();
    if (elapsed > everyMs + sleptMs) onWake();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
