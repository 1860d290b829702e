import { parentPort, workerData } from 'node:worker_threads';
import { readCorpus } from './corpus.ts';
import { caseOf, runCase } from './fuzzCase.ts';
import { seedOf } from './random.ts';

/** What scripts/fuzz.mjs asks for. */
interface Work {
  readonly seed: number;
  readonly from: number;
  /** One case alone, printed. */
  readonly only?: number;
}

// scripts/fuzz.mjs starts this and gives it this shape.
const { seed, from, only } = workerData as Work;
const corpus = readCorpus();

/** Milliseconds of processor time that a case may take, for the first character and for each further thousand. */
const timeLimit = { first: 4000, thousand: 20 };

/** Tells what is wrong with a case; undefined when nothing is. */
const failureOf = (index: number): string | undefined => {
  const own = seedOf(seed, index);
  const fuzzCase = caseOf(own, corpus);
  const before = process.cpuUsage();
  try {
    runCase(fuzzCase, own);
    const { user } = process.cpuUsage(before);
    const limit = timeLimit.first + (timeLimit.thousand * fuzzCase.text.length) / 1000;
    return user / 1000 > limit
      ? `took ${Math.round(user / 1000)} ms of processor time, ${fuzzCase.text.length} characters`
      : undefined;
  } catch (thrown) {
    return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
};

if (only !== undefined) {
  const { text, included } = caseOf(seedOf(seed, only), corpus);
  parentPort?.postMessage({ kind: 'text', text, included });
}
for (let index = only ?? from; only === undefined || index === only; index++) {
  parentPort?.postMessage({ kind: 'begin', index });
  const failure = failureOf(index);
  if (failure !== undefined) parentPort?.postMessage({ kind: 'failure', index, failure });
}
parentPort?.postMessage({ kind: 'end' });
