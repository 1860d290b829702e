import { test } from 'node:test';
import { readCorpus } from './corpus.ts';
import { caseOf, runCase } from './fuzzCase.ts';
import { seedOf } from './random.ts';

/** `npm run fuzz` tries for as long as one likes; these are the first cases of its first run. */
const cases = 60;
const run = 1;

test(`fuzz: ${cases} made-up texts, with everything that can be asked about them`, () => {
  const corpus = readCorpus();
  for (let index = 0; index < cases; index++) {
    const seed = seedOf(run, index);
    try {
      runCase(caseOf(seed, corpus), seed);
    } catch (thrown) {
      throw new Error(`node scripts/fuzz.mjs --seed ${run} --case ${index}`, { cause: thrown });
    }
  }
});
