/** Where two texts differ: `old[start, oldEnd)` became `new[start, newEnd)`. */
export interface Change {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
  /** What stands there now, where that is at hand. */
  readonly newText?: string;
}

/** Finds the one stretch by which two texts differ. Comparing parts is many times faster than comparing characters. */
export const changeBetween = (before: string, after: string): Change => {
  const shorter = Math.min(before.length, after.length);
  const start = longest(shorter, (from, to) => before.slice(from, to) === after.slice(from, to));
  const same = longest(shorter - start, (from, to) => endPart(before, from, to) === endPart(after, from, to));
  return { start, oldEnd: before.length - same, newEnd: after.length - same };
};

/** The part between two distances from the end. */
const endPart = (text: string, from: number, to: number): string =>
  text.slice(text.length - to, text.length - from);

/** The greatest length up to a limit of which all parts are the same. */
const longest = (limit: number, isSame: (from: number, to: number) => boolean): number => {
  let low = 0;
  let high = limit;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isSame(low, middle)) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** Two changes, one after the other, as one that covers both. */
export const joinedChange = (first: Change, then: Change): Change => {
  // In the text between them.
  const end = Math.max(first.newEnd, then.oldEnd);
  return {
    start: Math.min(first.start, then.start),
    oldEnd: first.oldEnd + end - first.newEnd,
    newEnd: then.newEnd + end - then.oldEnd,
  };
};
