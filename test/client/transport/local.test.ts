import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createLocalTransport } from '../../../client/src/transport/local.ts';
import { TransportError } from '../../../client/src/transport/transport.ts';
import { until } from '../../support/until.ts';

describe('local transport', () => {
  const transport = createLocalTransport();
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-local-'));
  });
  after(async () => {
    transport.dispose();
    await rm(folder, { recursive: true, force: true });
  });
  const reason = (action: Promise<unknown>): Promise<string> =>
    action.then(
      () => 'none',
      (error: unknown) => (error instanceof TransportError ? error.reason : String(error)),
    );

  it('runs a program without a shell', async () => {
    const script = 'cat; pwd; echo no >&2; exit 7';
    const result = await transport.exec(['sh', '-c', script], { input: 'in ', cwd: '/usr' });
    assert.deepEqual(result, { code: 7, signal: undefined, stdout: 'in /usr\n', stderr: 'no\n' });
    assert.equal((await transport.exec(['echo', '$(id)', "it's", '*'])).stdout, "$(id) it's *\n");
  });
  it('says that a program or a directory is not there', async () => {
    assert.equal(await reason(transport.exec(['no-such-program'])), 'commandNotFound');
    assert.equal(await reason(transport.exec(['sh', '-c', 'exit 127'])), 'commandNotFound');
    assert.equal(await reason(transport.exec(['true'], { cwd: '/no/such' })), 'fileFailed');
    assert.equal((await transport.stream(['no-such-program']).closed).kind, 'failed');
  });
  it('ends what a stream has started when it is killed, and when its reader leaves', async () => {
    for (const leave of [true, false]) {
      const stream = transport.stream(['sh', '-c', 'sleep 60 & echo $!; wait']);
      let pid = 0;
      for await (const chunk of stream.stdout) {
        pid = Number(Buffer.from(chunk).toString());
        if (leave) break;
        stream.kill();
      }
      assert.equal((await stream.closed).kind, 'killed');
      await until('the child of the child has ended', async () => {
        const { stdout: state } = await transport.exec(['ps', '-o', 'stat=', '-p', String(pid)]);
        return state === '' || state.startsWith('Z');
      });
    }
  });
  it('stops a program at its time limit', async () => {
    assert.equal(await reason(transport.exec(['sleep', '60'], { timeoutMs: 50 })), 'timeout');
    assert.equal(await reason(transport.exec(['sleep', '60'], { signal: AbortSignal.abort() })), 'cancelled');
  });
  it('puts files whole or not at all', async () => {
    const target = path.join(folder, 'target');
    const bytes = Buffer.from('content');
    await transport.put([{ source: { bytes }, target, mode: 0o750 }]);
    assert.equal(await readFile(target, 'utf8'), 'content');
    assert.equal((await stat(target)).mode & 0o777, 0o750);
    const more = [
      { source: { bytes: Buffer.from('x') }, target: path.join(folder, 'no', 'where'), mode: 0o644 },
      { source: { path: folder }, target, mode: 0o644 },
    ];
    for (const file of more) assert.equal(await reason(transport.put([file])), 'fileFailed');
    assert.equal(await reason(transport.get('/no/such', target)), 'fileFailed');
    assert.deepEqual(await readdir(folder), ['target']);
    await writeFile(path.join(folder, 'other'), 'other');
    await transport.get(path.join(folder, 'other'), target);
    assert.equal(await readFile(target, 'utf8'), 'other');
    assert.equal((await stat(target)).mode & 0o777, 0o750, 'the mode of the replaced file stays');
  });
});
