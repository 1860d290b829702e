import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CondorError } from '../../../client/src/condor/condorError.ts';
import { submitJob } from '../../../client/src/condor/submit.ts';
import { condorVersion } from '../../../client/src/condor/version.ts';
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
    assert.deepEqual(call?.argv, ['condor_submit', '-terse', '-append', 'a = b c', 'job.sub']);
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

describe('condorVersion', () => {
  it('reads the number', async () => {
    const stdout =
      '$CondorVersion: 23.9.6 2026-07-12 PackageID: 23.9.6+dfsg-2.1+b10 $\n$CondorPlatform: X86_64-Debian_13 $\n';
    assert.equal(await condorVersion(fakeTransport(() => ({ stdout }))), '23.9.6');
  });
});
