/** Where two texts differ: `old[start, oldEnd)` became `new[start, newEnd)`. */
export interface Change {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** Finds the one stretch by which two texts differ. Comparing parts is many times faster than comparing characters. */
export const changeBetween = (before: string, after: string): Change => {
  const shorter = Math.min(before.length, after.length);
  const start = longest(shorter, (length) => before.slice(0, length) === after.slice(0, length));
  const same = longest(
    shorter - start,
    (length) => length === 0 || before.slice(before.length - length) === after.slice(after.length - length),
  );
  return { start, oldEnd: before.length - same, newEnd: after.length - same };
};

/** The greatest length up to a limit that fits, where all smaller ones fit too. */
const longest = (limit: number, fits: (length: number) => boolean): number => {
  let low = 0;
  let high = limit;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
};
