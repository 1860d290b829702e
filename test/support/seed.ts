/**
 * The same made-up values at each run, so that a run that fails fails again. `TEST_SEED=random` or a number: others.
 * Imported before every test.
 */
import fc from 'fast-check';

const wanted = process.env['TEST_SEED'] ?? '20261123';

export const seed = wanted === 'random' ? Date.now() % 1_000_000 : Number(wanted);

fc.configureGlobal({ seed });
