import type { Completion } from './completion.ts';
import { hasLetters } from './hasLetters.ts';

/** Items sent at most: a file can define thousands of macros, and a person reads a dozen. */
const limit = 500;

/** What an editor gets: all, or those that fit what is typed so far; then it has to ask again at the next letter. */
export const shortened = (
  completions: readonly Completion[],
  text: string,
  offset: number,
): { readonly isIncomplete: boolean; readonly items: readonly Completion[] } => {
  if (completions.length <= limit) return { isIncomplete: false, items: completions };
  const fitting = completions.filter(({ label, span }) => hasLetters(label, text.slice(span.start, offset)));
  const items = fitting.sort((a, b) => a.rank - b.rank).slice(0, limit);
  return { isIncomplete: true, items };
};
