import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Job } from '../../../client/src/condor/job.ts';
import {
  age,
  describeJob,
  duration,
  jobName,
  jobTooltip,
  shortName,
} from '../../../client/src/views/describeJob.ts';

const job: Job = {
  id: { cluster: 12, proc: 0 },
  status: 'running',
  owner: 'alice',
  command: 'shim_dmtcp',
  arguments: './foo 60',
  host: 'slot1@node7',
  runSeconds: 65,
  asOf: 1000,
  starts: 2,
  shadowStarts: 2,
  lastCheckpoint: { time: 990, bytes: 3_400_000, milliseconds: 600 },
  initialDirectory: '/home/alice',
};

describe('describeJob', () => {
  it('says state, host, run time, starts and last checkpoint', () => {
    assert.equal(
      describeJob(job, 1_010_000),
      'running · 00:01:15 · 2 starts · checkpoint 20 s ago · slot1@node7',
    );
  });
  it('does not count on, nor name the host, while the job is idle', () => {
    const idle = { ...job, status: 'idle' as const, starts: 1 };
    Reflect.deleteProperty(idle, 'lastCheckpoint');
    assert.equal(describeJob(idle, 1_010_000), 'idle · 00:01:05 · 1 start · no checkpoint');
  });
  it('says how a job ended that has left the queue', () => {
    const ended: Job = { ...job, status: 'completed', exitCode: 3, completedAt: 830 };
    assert.equal(describeJob(ended, 1_010_000), 'exit code 3, 3 min ago · 00:01:05 · 2 starts');
    const killed: Job = { ...job, status: 'completed', exitSignal: 9 };
    assert.equal(describeJob(killed, 1_010_000), 'killed by signal 9 · 00:01:05 · 2 starts');
    const removed: Job = { ...job, status: 'removed', removeReason: 'via condor_rm (by user alice)' };
    assert.equal(
      describeJob(removed, 1_010_000),
      'removed: via condor_rm (by user alice) · 00:01:05 · 2 starts',
    );
  });
  it('says of a job that never ran only how long it waits', () => {
    const waiting: Job = { ...job, status: 'idle', starts: 0, submittedAt: 830 };
    assert.equal(describeJob(waiting, 1_010_000), 'idle for 3 min');
  });
});

it('the tooltip has size and duration of the checkpoint, and why a job is held', () => {
  const held: Job = { ...job, status: 'held', holdReason: { code: 12, subcode: 2, text: 'No such file' } };
  const text = jobTooltip(held, 1_010_000);
  assert.match(text, /Last checkpoint: 20 s ago, 3\.4 MB, took 0\.6 s/);
  assert.match(text, /Held because: No such file/);
});

it('durations and ages', () => {
  assert.deepEqual([0, 61, 93_784].map(duration), ['00:00:00', '00:01:01', '1 d 02:03:04']);
  assert.deepEqual([-5, 59, 60, 7200, 172_800].map(age), ['0 s', '59 s', '1 min', '2 h', '2 d']);
});

it('a job is called as its batch, or as the program that runs', () => {
  const named = (change: Partial<Job>): string => jobName({ ...job, ...change });
  assert.equal(named({ batchName: 'night run' }), 'night run');
  assert.equal(named({ command: '/home/alice/sim' }), 'sim');
  assert.equal(
    named({ arguments: '--log a.log --allow-unprotected --ckptint=60 --stdout o bin/foo 60' }),
    'foo',
  );
  assert.equal(named({ arguments: '' }), 'shim_dmtcp');
});

it('a long batch name is short in a row, and whole in the tooltip', () => {
  const batchName = 'the parameter sweep of this week';
  assert.equal(shortName(batchName), 'the parameter sweep of …');
  assert.equal(shortName('sweep'), 'sweep');
  assert.match(jobTooltip({ ...job, batchName }, 1_010_000), /^the parameter sweep of this week$/m);
});
