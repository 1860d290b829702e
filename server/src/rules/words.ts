import { lettersOf, lowerCase } from '../submit/index.ts';

/** A text short enough for a message, on one line. */
export const excerpt = (text: string, limit = 60): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
};

/** `a`, `a or b`, `a, b or c`. */
export const alternatives = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;

/** Whether two words begin or end with the same letter, any case: hardly any misspelling is wrong at both ends. */
const hasEndOf = (word: string, candidate: string): boolean =>
  ((word.charCodeAt(0) ^ candidate.charCodeAt(0)) & caseless) === 0 ||
  ((word.charCodeAt(word.length - 1) ^ candidate.charCodeAt(candidate.length - 1)) & caseless) === 0;

const caseless = ~32;

/** Damerau-Levenshtein distance (adjacent swaps count as one), or more than `limit`. */
const distance = (a: string, b: string, limit: number): number => {
  // Most names that are compared begin or end alike, which changes nothing.
  const shorter = Math.min(a.length, b.length);
  let from = 0;
  while (from < shorter && a.charCodeAt(from) === b.charCodeAt(from)) from++;
  let same = 0;
  while (same < shorter - from && a.charCodeAt(a.length - 1 - same) === b.charCodeAt(b.length - 1 - same))
    same++;
  // Of one step, no more than two letters that are swapped are left.
  if (limit < 2 && Math.max(a.length, b.length) - from - same > 2) return limit + 1;
  return distanceOf(a.slice(from, a.length - same), b.slice(from, b.length - same), limit);
};

const distanceOf = (a: string, b: string, limit: number): number => {
  if (a === '' || b === '') return Math.max(a.length, b.length);
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforePrevious[j - 2] ?? 0) + 1);
      }
      current.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? limit + 1;
};

/** Whether a number has more than `limit` bits. */
const hasMoreBits = (number: number, limit: number): boolean => {
  let rest = number;
  for (let bits = 0; bits < limit && rest !== 0; bits++) rest &= rest - 1;
  return rest !== 0;
};

/** A word that may be meant, with what tells quickly that it is not. */
export interface Candidate {
  readonly text: string;
  /** See lettersOf. */
  readonly letters: number;
}

/** The candidate that `word` is most probably a misspelling of, compared without case; undefined when none is close. */
export const closest = (word: string, candidates: Iterable<string>): string | undefined =>
  closestOf(
    word,
    Array.from(candidates, (text) => ({ text, letters: lettersOf(text) })),
  );

/** The same among several lists, of which some may be long. */
export const closestOf = (
  word: string,
  ...candidates: readonly (readonly Candidate[])[]
): string | undefined => {
  const lower = word.toLowerCase();
  const limit = lower.length < 4 ? 0 : lower.length < 8 ? 1 : lower.length < 14 ? 2 : 3;
  // Most misspellings are a single step, for which candidates are soon compared.
  return (
    (limit > 1 ? closestWithin(1, lower, candidates) : undefined) ?? closestWithin(limit, lower, candidates)
  );
};

/** The candidate that is the fewest steps away, `most` at most. */
const closestWithin = (
  most: number,
  lower: string,
  candidates: readonly (readonly Candidate[])[],
): string | undefined => {
  const letters = lettersOf(lower);
  let limit = most;
  let found: string | undefined;
  for (const list of candidates) {
    for (const candidate of list) {
      // One change of a letter makes two letters differ at most.
      if (hasMoreBits(candidate.letters ^ letters, 2 * limit)) continue;
      const { text } = candidate;
      if (Math.abs(text.length - lower.length) > limit || !hasEndOf(lower, text)) continue;
      const d = distance(lower, lowerCase(text), limit);
      if (d > limit || (d === limit && found !== undefined && text >= found)) continue;
      found = text;
      limit = d;
    }
  }
  return found;
};
