import type { Completion } from './completion.ts';
import { lowerCase } from '../submit/index.ts';
import { hasLettersOf } from './hasLetters.ts';

/** Items sent at most: a file can define thousands of macros, and a person reads a dozen. */
const limit = 500;

/** What an editor gets: all, or those that fit what is typed so far; then it has to ask again at the next letter. */
export const shortened = (
  completions: readonly Completion[],
  text: string,
  offset: number,
): { readonly isIncomplete: boolean; readonly items: readonly Completion[] } => {
  if (completions.length <= limit) return { isIncomplete: false, items: completions };
  let typed = '';
  let typedFrom = offset;
  const fitting = completions.filter((completion) => {
    const { start } = completion.span;
    if (start !== typedFrom) typed = lowerCase(text.slice(start, offset));
    typedFrom = start;
    return hasLettersOf(completion.lowerLabel ?? lowerCase(completion.label), typed);
  });
  const items = fitting.sort((a, b) => a.rank - b.rank).slice(0, limit);
  return { isIncomplete: true, items };
};
