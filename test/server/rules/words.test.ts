import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { closest } from '../../../server/src/rules/words.ts';

/** How many letters are to be exchanged, put in, taken out or swapped with the next one. */
const steps = (a: string, b: string): number => {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => Math.max(i, j)),
  );
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const row = rows[i] ?? assert.fail();
      row[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
        isSwapped ? at(i - 2, j - 2) + 1 : Infinity,
      );
    }
  return at(a.length, b.length);
};

/** The first by the alphabet of those that are the fewest steps away, looked for without any haste. */
const found = (word: string, candidates: readonly string[]): string | undefined => {
  const limit = word.length < 4 ? 0 : word.length < 8 ? 1 : word.length < 14 ? 2 : 3;
  const near = candidates
    .filter((name) => name.startsWith(word.charAt(0)) || name.endsWith(word.at(-1) ?? ''))
    .map((name) => ({ name, far: steps(word, name) }))
    .filter(({ far }) => far <= limit);
  const best = Math.min(...near.map(({ far }) => far));
  return near
    .filter(({ far }) => far === best)
    .map(({ name }) => name)
    .sort()[0];
};

const name = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '_', '1'), minLength: 1, maxLength: 16 }),
  fc.constantFrom('request_cpus', 'request_cups', 'request_disk', 'requst_cpus', 'campaign_211'),
);

test('words: the closest is the one that is the fewest steps away', () => {
  let hits = 0;
  fc.assert(
    fc.property(name, fc.array(name, { maxLength: 30 }), (word, candidates) => {
      const expected = found(word, candidates);
      if (expected !== undefined) hits++;
      assert.equal(closest(word, candidates), expected);
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) },
  );
  assert.ok(hits > 50, `${hits}`);
});
