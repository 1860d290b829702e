import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeJob } from '../../../client/src/condor/jobAd.ts';
import type { Job } from '../../../client/src/condor/job.ts';
import { changedJobs } from '../../../client/src/views/changedJobs.ts';

const jobs = (change: object = {}): readonly Job[] => {
  const job = decodeJob({
    ClusterId: 1,
    ProcId: 0,
    JobStatus: 5,
    HoldReason: 'x',
    ServerTime: 10,
    RemoteWallClockTime: 5,
    ...change,
  });
  assert.ok(job !== undefined);
  return [job];
};

describe('changedJobs', () => {
  it('does not count the time that has passed', () => {
    assert.deepEqual(changedJobs(jobs(), jobs({ ServerTime: 20, RemoteWallClockTime: 15 })), []);
  });
  it('tells the jobs whose facts have changed', () => {
    for (const change of [{ HoldReason: 'y' }, { NumJobStarts: 1 }, { RemoteHost: 'slot1@h' }]) {
      const now = jobs(change);
      assert.deepEqual(changedJobs(jobs(), now), now, JSON.stringify(change));
    }
  });
  it('tells when the rows are others', () => {
    for (const now of [[], jobs({ JobStatus: 2 }), jobs({ ProcId: 1 }), [...jobs(), ...jobs({ ProcId: 1 })]])
      assert.equal(changedJobs(jobs(), now), 'rows');
  });
});
