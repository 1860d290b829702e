import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Submissions, type Submission } from '../../client/src/submissions.ts';

const submission: Submission = {
  accessPoint: 'ap',
  cluster: 12,
  firstProc: 0,
  lastProc: 2,
  submitFile: '/w/job.sub',
  localDirectory: '/w',
  ended: [],
};

function remembered(values = new Map<string, unknown>()): {
  submissions: Submissions;
  values: Map<string, unknown>;
} {
  const update = (key: string, value: unknown): Promise<void> => {
    // As VS Code keeps it: JSON.
    values.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  };
  return { submissions: new Submissions({ get: (key) => values.get(key), update }), values };
}

describe('Submissions', () => {
  it('remembers which jobs have not ended', async () => {
    const { submissions, values } = remembered();
    await submissions.add(submission);
    await submissions.markEnded('ap', [{ cluster: 12, proc: 1 }]);
    const later = remembered(values).submissions;
    assert.deepEqual(later.open('ap'), [
      { cluster: 12, proc: 0 },
      { cluster: 12, proc: 2 },
    ]);
    assert.deepEqual(later.open('other'), []);
  });
  it('finds the submission of a job, on its own access point only', async () => {
    const { submissions } = remembered();
    await submissions.add(submission);
    assert.deepEqual(submissions.find('ap', { cluster: 12, proc: 2 }), submission);
    assert.equal(submissions.find('ap', { cluster: 12, proc: 3 }), undefined);
    assert.equal(submissions.find('other', { cluster: 12, proc: 2 }), undefined);
  });
  it('takes what it cannot read as absent', () => {
    const { submissions } = remembered(
      new Map<string, unknown>([['submissions', [null, { cluster: 'x' }, submission]]]),
    );
    assert.deepEqual(submissions.all(), [submission]);
    assert.deepEqual(remembered(new Map([['submissions', 'broken']])).submissions.all(), []);
  });
});
