/** Random numbers that a seed repeats. */
export interface Random {
  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number;
}

/** @param name cells with one seed are still different from each other */
export function randomFrom(seed: number, name: string): Random {
  let state = seed >>> 0;
  for (const character of name) state = (Math.imul(state, 31) + character.charCodeAt(0)) >>> 0;
  return {
    between: (low, high) => {
      // mulberry32
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return low + (((mixed ^ (mixed >>> 14)) >>> 0) % (high - low + 1));
    },
  };
}
