import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CondorError } from '../../../client/src/condor/condorError.ts';
import { formatJobId, parseJobId } from '../../../client/src/condor/job.ts';
import { decodeJob } from '../../../client/src/condor/jobAd.ts';
import { parseJobs, queryJob, queryJobs } from '../../../client/src/condor/queue.ts';
import { fakeTransport } from './fakeTransport.ts';
import { fixture } from './fixture.ts';

const reasonOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof CondorError) return error.reason;
  }
  return 'none';
};

describe('parseJobs', () => {
  for (const [version, expected] of [
    ['23.9.6', ['21.0 held', '22.0 running', '22.1 running']],
    ['25.14.1', ['21.0 running', '21.1 running']],
  ] as const) {
    it(`reads what condor_q of ${version} prints`, () => {
      const jobs = parseJobs(fixture(version, 'condor_q.json').toString(), 'condor_q');
      assert.deepEqual(
        jobs.map((job) => `${formatJobId(job.id)} ${job.status}`),
        expected,
      );
    });
    it(`reads what condor_history of ${version} prints`, () => {
      const jobs = parseJobs(fixture(version, 'condor_history.json').toString(), 'condor_history');
      assert.deepEqual(
        jobs.map((job) => [job.status, job.exitCode, job.removeReason]),
        [
          ['removed', undefined, 'via condor_rm (by user alice)'],
          ['removed', undefined, 'via condor_rm (by user alice)'],
          ['completed', 0, undefined],
        ],
      );
    });
  }
  it('has every field of a running and of a held job', () => {
    const [held, running] = parseJobs(fixture('23.9.6', 'condor_q.json').toString(), 'condor_q');
    assert.deepEqual(running, {
      id: { cluster: 22, proc: 0 },
      status: 'running',
      owner: 'alice',
      command: '/home/alice/t/long.sh',
      arguments: '',
      host: 'slot1@127-0-0-1.pool.test',
      submitFile: 'long.sub',
      submittedAt: 1795364733,
      startedAt: 1795364735,
      runSeconds: 4,
      asOf: 1795364739,
      starts: 1,
      shadowStarts: 1,
      initialDirectory: '/home/alice/t',
      userLog: '/home/alice/t/long.log',
      output: 'long.out',
      error: 'long.err',
      memoryMb: 4,
      requestMemoryMb: 64,
      diskKb: 15,
      requestDiskKb: 10240,
    });
    assert.deepEqual([held?.holdReason?.code, held?.holdReason?.subcode, held?.exitCode], [12, 2, undefined]);
    assert.match(held?.holdReason?.text ?? '', /^Transfer output files failure/);
  });
  it('takes no output for no jobs', () => {
    assert.deepEqual(parseJobs('', 'condor_q'), []);
    assert.deepEqual(parseJobs('[\n]\n', 'condor_history'), []);
  });
  it('refuses what is no list of jobs', () => {
    for (const text of ['Welcome!\n[]', '{}', 'null', '[']) {
      assert.equal(
        reasonOf(() => parseJobs(text, 'condor_q')),
        'unexpectedOutput',
        text,
      );
    }
  });
});

describe('decodeJob', () => {
  const ad = { ClusterId: 1, ProcId: 2, JobStatus: 2 };
  it('knows the shim’s checkpoints, and HTCondor’s own', () => {
    const chirp = {
      ChirpDmtcpCheckpoints: 3,
      ChirpDmtcpLastCheckpoint: 1795364739,
      ChirpDmtcpCheckpointMilliseconds: 640,
      ChirpDmtcpCheckpointBytes: 3364533,
    };
    const last = { time: 1795364739, milliseconds: 640, bytes: 3364533, count: 3 };
    assert.deepEqual(decodeJob({ ...ad, ...chirp })?.lastCheckpoint, last);
    assert.deepEqual(decodeJob({ ...ad, LastCkptTime: 7 })?.lastCheckpoint, { time: 7 });
    assert.equal(decodeJob({ ...ad, LastCkptTime: 0 })?.lastCheckpoint, undefined);
  });
  it('tells transfers from runs, and signals from exits', () => {
    assert.equal(decodeJob({ ...ad, TransferringInput: true })?.status, 'transferring');
    assert.equal(decodeJob({ ...ad, JobStatus: 6 })?.status, 'transferring');
    const ended = { ...ad, JobStatus: 4, ExitBySignal: true, ExitSignal: 9, ExitCode: 0 };
    assert.deepEqual([decodeJob(ended)?.exitCode, decodeJob(ended)?.exitSignal], [undefined, 9]);
  });
  it('takes any value', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const job = decodeJob(value);
        assert.ok(job === undefined || Number.isInteger(job.id.cluster) || Number.isFinite(job.id.cluster));
      }),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('JobStatus', 'Owner', 'HoldReason', 'Iwd'), fc.anything()),
        (fields) => {
          assert.equal(typeof decodeJob({ ...fields, ClusterId: 1, ProcId: 0 })?.owner, 'string');
        },
      ),
    );
  });
});

describe('the queue', () => {
  it('asks for one job, or for all, with a projection', async () => {
    const transport = fakeTransport(() => ({ stdout: fixture('25.14.1', 'condor_q.json').toString() }));
    assert.equal((await queryJob(transport, { cluster: 21, proc: 0 }))?.status, 'running');
    assert.equal((await queryJobs(transport)).length, 2);
    const [one, all] = transport.calls.map((call) => call.argv);
    assert.deepEqual(one?.slice(0, 4), ['condor_q', '21.0', '-json', '-attributes']);
    assert.deepEqual(all?.slice(0, 3), ['condor_q', '-json', '-attributes']);
  });
  it('says that HTCondor is not there, or that its tool failed', async () => {
    const rejects = (run: Parameters<typeof fakeTransport>[0], reason: string): Promise<void> =>
      assert.rejects(
        () => queryJobs(fakeTransport(run)),
        (error: unknown) => error instanceof CondorError && error.reason === reason,
      );
    await rejects(() => 'commandNotFound', 'notInstalled');
    await rejects(() => ({ code: 1, stderr: 'Failed to connect to schedd' }), 'toolFailed');
  });
});

describe('job ids', () => {
  it('are read and written', () => {
    assert.deepEqual(parseJobId(' 12.3 '), { cluster: 12, proc: 3 });
    assert.deepEqual(parseJobId('12'), { cluster: 12, proc: 0 });
    for (const text of ['', '1.', '.1', '1.2.3', '-1', '1;2', '1e3'])
      assert.equal(parseJobId(text), undefined, text);
    assert.equal(formatJobId({ cluster: 1, proc: 0 }), '1.0');
  });
});
