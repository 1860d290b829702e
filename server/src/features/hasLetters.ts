import { lowerCase } from '../submit/index.ts';

/** Whether a name has the letters of `query` in that order, any case: what editors filter by. */
export const hasLetters = (name: string, query: string): boolean => {
  const lower = lowerCase(name);
  const wanted = lowerCase(query);
  let found = 0;
  for (let at = 0; at < lower.length && found < wanted.length; at++)
    if (lower.charCodeAt(at) === wanted.charCodeAt(found)) found++;
  return found === wanted.length;
};
