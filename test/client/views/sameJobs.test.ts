import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeJob } from '../../../client/src/condor/jobAd.ts';
import type { Job } from '../../../client/src/condor/job.ts';
import { sameJobs } from '../../../client/src/views/sameJobs.ts';

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

describe('sameJobs', () => {
  it('does not count the time that has passed', () => {
    assert.ok(sameJobs(jobs(), jobs({ ServerTime: 20, RemoteWallClockTime: 15 })));
  });
  it('sees everything else', () => {
    for (const change of [
      { JobStatus: 2 },
      { HoldReason: 'y' },
      { NumJobStarts: 1 },
      { RemoteHost: 'slot1@h' },
    ])
      assert.ok(!sameJobs(jobs(), jobs(change)), JSON.stringify(change));
    assert.ok(!sameJobs(jobs(), []));
    assert.ok(!sameJobs([], jobs()));
  });
});
