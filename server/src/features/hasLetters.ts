/** Whether a name has the letters of `query` in that order, any case: what editors filter by. */
export const hasLetters = (name: string, query: string): boolean => {
  const lower = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase()) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
};
