/** A checkpoint on demand, of a job under the shim in a real pool: the program goes on, and the view hears of it. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CondorError } from '../../../client/src/condor/condorError.ts';
import { parseJobId, type JobId } from '../../../client/src/condor/job.ts';
import { checkpointNow, readSandboxFile } from '../../../client/src/condor/jobShell.ts';
import { finishedJob, queryJob } from '../../../client/src/condor/queue.ts';
import type { Transport } from '../../../client/src/transport/transport.ts';
import { buildStandin } from '../../../scripts/buildStandin.mjs';
import { fileNames } from '../../../shim/src/protocol.ts';
import { inPool } from '../../pool/inPool.ts';
import { poolUnavailable, startPool, type Pool } from '../../pool/pool.ts';
import { poolTransport } from '../../support/poolTransport.ts';
import { until } from '../../support/until.ts';

const shim = 'dist/shim/linux-x64/shim_dmtcp';
const tools = ['dmtcp_coordinator', 'dmtcp_launch', 'dmtcp_command', 'dmtcp_restart', 'mtcp_restart'];
const atomic = '/usr/lib/x86_64-linux-gnu/libatomic.so.1';
const numbers = 100;

describe('a checkpoint on demand', { skip: poolUnavailable() ?? false, timeout: 200_000 }, () => {
  const standin = buildStandin();
  let pool: Pool;
  let transport: Transport;
  before(async () => {
    assert.ok(existsSync(shim), `${shim} is there (npm run build:shim)`);
    pool = await startPool({ name: 'many' });
    transport = poolTransport(pool);
  });
  after(async () => {
    transport.dispose();
    await pool.stop();
  });

  async function submit(
    name: string,
    root: string,
  ): Promise<{ readonly id: string; readonly directory: string }> {
    const directory = path.join(pool.root, 'home/alice', name);
    mkdirSync(directory, { recursive: true });
    const libraries = readdirSync(path.join(root, 'lib/dmtcp')).filter((file) => file.startsWith('libdmtcp'));
    const files = [
      ...tools.map((tool) => path.join(root, 'bin', tool)),
      ...libraries.map((library) => path.join(root, 'lib/dmtcp', library)),
      ...(existsSync(atomic) ? [atomic] : []),
    ];
    for (const file of files) copyFileSync(file, path.join(directory, path.basename(file)));
    copyFileSync(shim, path.join(directory, 'shim_dmtcp'));
    copyFileSync(path.join(standin, 'counter'), path.join(directory, 'foo'));
    writeFileSync(
      path.join(directory, 'job.sub'),
      `executable = shim_dmtcp
arguments = "--log shim.log --stdout foo.out --stderr foo.err ./foo ${numbers} 200 own.txt 7"
transfer_input_files = foo, ${files.map((file) => path.basename(file)).join(', ')}
should_transfer_files = YES
when_to_transfer_output = ON_EXIT_OR_EVICT
kill_sig = SIGINT
want_graceful_removal = True
log = job.log
request_memory = 128M
request_disk = 256M
queue
`,
    );
    await inPool(pool, 'root', `chown -R alice:alice /home/alice/${name}`);
    const submitted = await inPool(pool, 'alice', `cd ~/${name} && condor_submit -terse job.sub`);
    const id = /^(\d+\.\d+)/.exec(submitted)?.[1];
    assert.ok(id !== undefined, submitted);
    return { id, directory };
  }

  for (const { name, root } of [
    { name: 'the DMTCP stand-in', root: standin },
    { name: 'a real DMTCP', root: process.env.DMTCP_ROOT },
  ]) {
    it(`is made while the program goes on, with ${name}`, async (t) => {
      if (root === undefined) return t.skip('DMTCP_ROOT is not set: no real DMTCP on this machine');
      const { id: text, directory } = await submit(`now-${path.basename(root)}`, root);
      const id = parseJobId(text);
      assert.ok(id !== undefined);
      await until('it is asked for', () => asked(id), { timeoutMs: 60_000, everyMs: 500 });
      const read = (file: string) => readSandboxFile(transport, id, { name: file, maxBytes: 1_000_000 });
      await until(
        'the shim has kept it, and the program goes on',
        async () => (await read(fileNames.events(text))).includes('"event":"checkpoint","reason":"interval"'),
        { timeoutMs: 30_000, describe: () => read(fileNames.events(text)) },
      );
      assert.equal((await queryJob(transport, id))?.starts, 1);
      await until('it ends', async () => (await queryJob(transport, id)) === undefined, {
        timeoutMs: 90_000,
        everyMs: 500,
      });
      const all = Array.from({ length: numbers }, (_, i) => `${i + 1}\n`).join('');
      assert.equal(readFileSync(path.join(directory, 'foo.out'), 'utf8'), all);
      assert.equal((await finishedJob(transport, id))?.lastCheckpoint?.count, 1);
    });
  }

  /** Whether it was possible: a job may not run yet, or not be protected yet. */
  async function asked(id: JobId): Promise<boolean> {
    try {
      await checkpointNow(transport, id);
      return true;
    } catch (error) {
      if (error instanceof CondorError) return false;
      throw error;
    }
  }
});
