/** Reproducible random numbers: the same seed gives the same ones on every machine. */
export interface Random {
  /** An integer in [0, limit). */
  readonly below: (limit: number) => number;
  readonly pick: <T>(values: readonly [T, ...T[]]) => T;
}

/** The splitmix32 generator. */
export const randomFrom = (seed: number): Random => {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  };
  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit);
  return {
    below,
    pick: (values) => values[below(values.length)] ?? values[0],
  };
};

/** A seed of its own for each case of a run. */
export const seedOf = (run: number, index: number): number => Math.imul(run, 0x85ebca6b) ^ index;
