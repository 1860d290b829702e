import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CondorError } from '../../../client/src/condor/condorError.ts';
import { submitJob, submitOnce, type OnceResult } from '../../../client/src/condor/submit.ts';
import { condorVersion } from '../../../client/src/condor/version.ts';
import { TransportError } from '../../../client/src/transport/transport.ts';
import { fakeTransport } from './fakeTransport.ts';

const options = { directory: '/home/alice/t', file: 'job.sub' };

describe('submitJob', () => {
  it('gives the clusters and what condor_submit warned of', async () => {
    const transport = fakeTransport(() => ({ stdout: '21.0 - 21.1\n22.0 - 22.0\n', stderr: 'WARNING: x\n' }));
    assert.deepEqual(await submitJob(transport, { ...options, append: ['a = b c'] }), {
      kind: 'submitted',
      clusters: [
        { cluster: 21, firstProc: 0, lastProc: 1 },
        { cluster: 22, firstProc: 0, lastProc: 0 },
      ],
      warnings: 'WARNING: x',
    });
    const [call] = transport.calls;
    assert.deepEqual(call?.argv.slice(4), ['condor_submit', '-terse', '-append', 'a = b c', 'job.sub']);
    assert.equal(call.options.cwd, '/home/alice/t');
  });
  it('gives everything that was said when it refuses', async () => {
    const stderr = '\nERROR: on Line 1 of submit file: \n\nERROR: Failed to parse command file (line 1).\n';
    assert.deepEqual(
      await submitJob(
        fakeTransport(() => ({ code: 1, stderr })),
        options,
      ),
      { kind: 'refused', stderr },
    );
  });
  it('takes no file name for an option', async () => {
    const transport = fakeTransport(() => ({ stdout: '1.0 - 1.0\n' }));
    await submitJob(transport, { ...options, file: '-x.sub' });
    assert.equal(transport.calls[0]?.argv.at(-1), './-x.sub');
  });
  it('does not take silence for success', async () => {
    await assert.rejects(
      () =>
        submitJob(
          fakeTransport(() => ({ stdout: 'Welcome\n' })),
          options,
        ),
      (error: unknown) => error instanceof CondorError && error.reason === 'unexpectedOutput',
    );
  });
});

/** A schedd behind a connection that is cut when `cut` says so: before or after the jobs are queued. */
function schedd(cut: (call: number) => 'before' | 'after' | undefined) {
  const queued: string[] = [];
  let submits = 0;
  const transport = fakeTransport((argv) => {
    const tool = argv.find((word) => word.startsWith('condor_'));
    const token = /"(\w+)"/.exec(argv.join(' '))?.[1] ?? '';
    if (tool === 'condor_history') return {};
    if (tool === 'condor_q')
      return {
        stdout: queued.flatMap((one, i) => (one === token ? [`${i + 1} 0\n${i + 1} 1`] : [])).join('\n'),
      };
    const when = cut(submits++);
    if (when === 'before') throw new TransportError('disconnected', 'cut');
    queued.push(token);
    if (when === 'after') throw new TransportError('disconnected', 'cut');
    return { stdout: `${queued.length}.0 - ${queued.length}.1\n` };
  });
  const memory: { token: string | undefined } = { token: undefined };
  const pending = {
    get: () => memory.token,
    set: (token: string | undefined) => {
      memory.token = token;
      return Promise.resolve();
    },
  };
  let tokens = 0;
  const submit = (): Promise<OnceResult> =>
    submitOnce(transport, options, { pending, newToken: () => `t${tokens++}` });
  return { submit, queued, memory };
}

describe('submitOnce', () => {
  it('gives each submission a name of its own', async () => {
    const { submit, queued, memory } = schedd(() => undefined);
    assert.equal((await submit()).kind, 'submitted');
    assert.equal((await submit()).kind, 'submitted');
    assert.deepEqual([queued, memory.token], [['t0', 't1'], undefined]);
  });
  it('queues nothing twice when the answer was lost', async () => {
    const { submit, queued } = schedd((call) => (call === 0 ? 'after' : undefined));
    await assert.rejects(submit, (error: unknown) => {
      assert.ok(error instanceof TransportError && error.reason === 'disconnected');
      assert.match(error.message, /Submit it again.*nothing is queued twice/);
      return true;
    });
    assert.deepEqual(await submit(), {
      kind: 'alreadySubmitted',
      clusters: [{ cluster: 1, firstProc: 0, lastProc: 1 }],
    });
    assert.equal(queued.length, 1);
    assert.equal((await submit()).kind, 'submitted', 'a submission after that is a new one');
  });
  it('submits when the one before was cut off too early', async () => {
    const { submit, queued } = schedd((call) => (call < 2 ? 'before' : undefined));
    await assert.rejects(submit);
    await assert.rejects(submit);
    assert.equal((await submit()).kind, 'submitted');
    assert.equal(queued.length, 1);
  });
});

describe('condorVersion', () => {
  it('reads the number', async () => {
    const stdout =
      '$CondorVersion: 23.9.6 2026-07-12 PackageID: 23.9.6+dfsg-2.1+b10 $\n$CondorPlatform: X86_64-Debian_13 $\n';
    assert.equal(await condorVersion(fakeTransport(() => ({ stdout }))), '23.9.6');
  });
});
