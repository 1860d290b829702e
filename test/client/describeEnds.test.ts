import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeEnds } from '../../client/src/describeEnds.ts';
import type { Verdict } from '../../client/src/dmtcp/verdict.ts';

const verdict = (kind: Verdict['kind'], text = `It ${kind}.`): Verdict => ({
  ...{ kind, text, restarts: 0, checkpoints: 0 },
});
const ids = (count: number, cluster = 7) => Array.from({ length: count }, (_, proc) => ({ cluster, proc }));

describe('describeEnds', () => {
  it('has the verdict of one job', () => {
    assert.deepEqual(describeEnds('ap', ids(1), [verdict('completed')]), {
      text: 'It completed.',
      good: true,
      first: { cluster: 7, proc: 0 },
    });
  });
  it('counts many, and begins with the first that went wrong', () => {
    const all = ids(10_000).map((_, i) => verdict(i === 5 ? 'failed' : i > 9_989 ? 'removed' : 'completed'));
    const told = describeEnds('ap', ids(10_000), all);
    assert.equal(
      told.text,
      '10000 jobs of cluster 7 on ap have ended: 9989 completed, 1 failed, 10 removed. It failed.',
    );
    assert.deepEqual([told.good, told.first.proc], [false, 5]);
  });
  it('names no cluster where there are several', () => {
    const told = describeEnds('ap', [...ids(1), ...ids(1, 8)], [verdict('completed'), verdict('completed')]);
    assert.equal(told.text, '2 jobs on ap have ended: 2 completed.');
  });
});
