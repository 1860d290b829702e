import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Job } from '../../../client/src/condor/job.ts';
import { troubleOf, waitingText } from '../../../client/src/condor/waiting.ts';

const job = (more: Partial<Job>): Job => ({
  ...{ id: { cluster: 1, proc: 0 }, status: 'idle', owner: 'alice', command: '/bin/run', arguments: '' },
  ...{ runSeconds: 0, starts: 0, shadowStarts: 0, initialDirectory: '/home/alice', userLog: '/data/job.log' },
  ...more,
});

describe('waitingText', () => {
  it('tells a job that never ran from one that was evicted', () => {
    assert.match(waitingText(job({})), /not started yet/);
    assert.match(waitingText(job({ starts: 2, shadowStarts: 2 })), /evicted/);
  });
  it('names the event log where the access point fails again and again', () => {
    const text = waitingText(job({ starts: 1, shadowStarts: 8 }));
    assert.match(text, /\/data\/job\.log.*disk full.*goes on by itself/);
    assert.equal(
      text,
      waitingText(job({ starts: 1, shadowStarts: 9 })),
      'told once, however often it is tried',
    );
    assert.equal(troubleOf(job({ status: 'running', starts: 1, shadowStarts: 8 })), undefined);
  });
});
