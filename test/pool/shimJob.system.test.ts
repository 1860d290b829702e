/** The shim as HTCondor runs it: a real pool, evictions by condor_vacate_job, no editor. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import { until } from '../support/until.ts';
import { poolUnavailable, startPool, type Pool } from './pool.ts';

const unavailable = poolUnavailable();
const standin = buildStandin();
const shim = 'dist/shim/linux-x64/shim_dmtcp';
const flavours = [
  { name: 'the DMTCP stand-in', root: standin },
  { name: 'a real DMTCP', root: process.env.DMTCP_ROOT },
];
const tools = ['dmtcp_coordinator', 'dmtcp_launch', 'dmtcp_command', 'dmtcp_restart', 'mtcp_restart'];

interface SubmittedJob {
  readonly id: string;
  /** The submit directory, as this machine sees it. */
  readonly directory: string;
}

describe('a DMTCP job in the pool', { skip: unavailable ?? false }, () => {
  let pool: Pool;
  before(async () => {
    assert.ok(existsSync(shim), `${shim} is there (npm run build:shim)`);
    pool = await startPool();
  });
  after(() => pool.stop());

  /** Copies shim, DMTCP and counter flat into a directory of alice's and submits them, as the editor does. */
  async function submit(name: string, root: string, numbers: number): Promise<SubmittedJob> {
    const directory = path.join(pool.root, 'home/alice', name);
    mkdirSync(directory, { recursive: true });
    const libraries = readdirSync(path.join(root, 'lib/dmtcp')).filter((n) => n.startsWith('libdmtcp'));
    const atomic = '/usr/lib/x86_64-linux-gnu/libatomic.so.1';
    for (const file of [
      ...tools.map((tool) => path.join(root, 'bin', tool)),
      ...libraries.map((library) => path.join(root, 'lib/dmtcp', library)),
      ...(existsSync(atomic) ? [atomic] : []),
    ]) {
      copyFileSync(file, path.join(directory, path.basename(file)));
    }
    const inputs = readdirSync(directory).filter(
      (n) => n.includes('dmtcp') || n.startsWith('lib') || n === 'mtcp_restart',
    );
    copyFileSync(shim, path.join(directory, 'shim_dmtcp'));
    copyFileSync(path.join(standin, 'counter'), path.join(directory, 'foo'));
    writeFileSync(
      path.join(directory, 'job.sub'),
      `executable = shim_dmtcp
arguments = "--log shim.log --stdout foo.out --stderr foo.err ./foo ${numbers} 200 own.txt 7"
transfer_input_files = foo, ${inputs.join(', ')}
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
    const owned = await pool.exec('root', ['chown', '-R', 'alice:alice', `/home/alice/${name}`]);
    assert.equal(owned.code, 0, owned.stderr);
    const submitted = await pool.exec('alice', ['sh', '-c', `cd ~/${name} && condor_submit -terse job.sub`]);
    const id = /^(\d+\.\d+)/.exec(submitted.stdout)?.[1];
    assert.ok(id !== undefined, submitted.stderr);
    return { id, directory };
  }

  const attribute = async (id: string, name: string): Promise<string> =>
    (await pool.exec('alice', ['condor_q', id, '-af', name])).stdout.trim();

  const running = (id: string, start: number): Promise<boolean> =>
    until(
      `job ${id} runs, start ${start}`,
      async () =>
        (await attribute(id, 'JobStatus')) === '2' && (await attribute(id, 'NumJobStarts')) === String(start),
      {
        // A job that is released while its slot is still busy waits for another round of the negotiator.
        timeoutMs: 60_000,
        everyMs: 200,
        describe: async () => (await pool.exec('alice', ['condor_q', id, '-af', ...looks])).stdout,
      },
    );
  const looks = ['JobStatus', 'NumJobStarts', 'HoldReason', 'LastRejMatchReason'];

  /** The second time by a hold: it gives the shim its time, too. */
  const evict = async (id: string, start: number, directory: string): Promise<void> => {
    const run = async (program: string): Promise<void> => {
      const { code, stderr } = await pool.exec('alice', [program, id]);
      assert.equal(code, 0, stderr);
    };
    if (start !== 2) return run('condor_vacate_job');
    await run('condor_hold');
    const evictions = (): number =>
      readFileSync(path.join(directory, 'job.log'), 'utf8').split(/^004 /m).length - 1;
    await until('the held job has left its slot', () => evictions() === start, { timeoutMs: 30_000 });
    assert.equal(await attribute(id, 'JobStatus'), '5');
    return run('condor_release');
  };

  for (const { name, root } of flavours) {
    it(`survives two evictions and a hold, with ${name}`, { timeout: 240_000 }, async (t) => {
      if (root === undefined) return t.skip('DMTCP_ROOT is not set: no real DMTCP on this machine');
      const numbers = 70;
      const { id, directory } = await submit(`evict-${path.basename(root)}`, root, numbers);
      for (let start = 1; start <= 3; start++) {
        await running(id, start);
        await evict(id, start, directory);
      }
      await until('the job ends', async () => (await attribute(id, 'JobStatus')) === '', {
        timeoutMs: 90_000,
        everyMs: 300,
      });
      const read = (file: string): string => readFileSync(path.join(directory, file), 'utf8');
      const all = Array.from({ length: numbers }, (_, i) => `${i + 1}\n`).join('');
      assert.equal(read('foo.out'), all, read('shim.log'));
      assert.equal(read('own.txt'), all, 'the file that the program itself writes');
      assert.match(read('job.log'), /return value 7/);
      assert.equal(read('job.log').match(/^004 /gm)?.length, 3);
      const events = read(`shim_dmtcp.${id}.jsonl`).trimEnd().split('\n');
      const softKills = events.filter((line) => line.includes('"event":"vacate"')).length;
      assert.equal(softKills, 3, 'the shim was told each time, at the hold too');
      // A soft kill that comes before the program was started has nothing to checkpoint.
      const checkpoints = events.filter((line) => line.includes('"event":"checkpoint"')).length;
      assert.ok(checkpoints >= 1 && checkpoints <= 3, `${checkpoints} checkpoints`);
      assert.deepEqual(
        readdirSync(directory).filter((file) => file.startsWith('ckpt_')),
        [],
        'images are removed when the program has ended',
      );
    });
  }
});
