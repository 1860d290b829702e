import { lowerCase } from '../submit/index.ts';

/** Whether a name has the letters of `query` in that order, any case: what editors filter by. */
export const hasLetters = (name: string, query: string): boolean =>
  hasLettersOf(lowerCase(name), lowerCase(query));

/** The same of what is in lower case. */
export const hasLettersOf = (lower: string, wanted: string): boolean => {
  let found = 0;
  for (let at = 0; at < lower.length && found < wanted.length; at++)
    if (lower.charCodeAt(at) === wanted.charCodeAt(found)) found++;
  return found === wanted.length;
};
