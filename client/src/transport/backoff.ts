/** When a lost connection is tried again. */

/** Milliseconds before the first and, at most, before each later try. */
const firstMs = 500;
const mostMs = 60_000;

/**
 * Milliseconds to wait after `failures` tries in a row that failed (0: the connection was lost just now): doubled
 * each time, up to a minute, and between half of that and the whole, by `random` (0 to 1): the clients of an sshd
 * that restarts do not all come back in the same moment.
 */
export function backoffMs(failures: number, random: number): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 20));
  return Math.round(whole * (0.5 + random / 2));
}
