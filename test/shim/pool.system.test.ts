/** The shim as a real job in a real pool: evicted twice, and every number comes once. */
import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { buildShim } from '../../scripts/buildShim.mjs';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import { fileNames, type ShimEvent } from '../../shim/src/protocol.ts';
import { poolUnavailable, startPool, type Pool } from '../pool/pool.ts';
import { until } from '../support/until.ts';
import { flavours, numbers } from './sandbox.ts';

const unavailable = poolUnavailable();
let pool: Pool | undefined;

describe('the shim in a pool', { timeout: 300_000 }, () => {
  before(async () => {
    if (unavailable === undefined) pool = await startPool();
  });
  after(() => pool?.stop());

  for (const { name, root } of flavours.filter(({ shim }) => shim === 'static')) {
    it(`over ${name}`, async (t) => {
      if (pool === undefined) return t.skip(unavailable);
      if (root === undefined) return t.skip('DMTCP_ROOT is not set: no real DMTCP on this machine');
      const here = `shim-${process.pid}-${path.basename(root)}`;
      const directory = path.join(pool.root, 'home/alice', here);
      mkdirSync(directory);
      try {
        await runJob(pool, root, directory, here);
      } catch (error) {
        for (const file of ['shim.log', 'job.log', 'shim.err']) {
          if (existsSync(path.join(directory, file)))
            t.diagnostic(readFileSync(path.join(directory, file), 'utf8'));
        }
        throw error;
      } finally {
        rmSync(directory, { recursive: true });
      }
    });
  }
});

async function runJob(running: Pool, root: string, directory: string, here: string): Promise<void> {
  const condor = async (...command: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await running.exec('alice', [
      'sh',
      '-c',
      `cd ${here} && exec "$@"`,
      'sh',
      ...command,
    ]);
    assert.equal(code, 0, `${command.join(' ')}: ${stderr}`);
    return stdout;
  };
  const inputs = fill(root, directory);
  copyFileSync(await buildShim(), path.join(directory, 'shim_dmtcp'));
  writeFileSync(
    path.join(directory, 'job.sub'),
    `universe = vanilla
executable = shim_dmtcp
arguments = --log shim.log --stdout out.txt --stderr err.txt ./counter 80 100 file.txt 7
transfer_input_files = ${inputs.join(', ')}
should_transfer_files = YES
when_to_transfer_output = ON_EXIT_OR_EVICT
kill_sig = SIGINT
log = job.log
output = shim.out
error = shim.err
request_memory = 100M
request_disk = 500M
queue
`,
  );
  await running.exec('root', ['chown', '-R', 'alice:', `/home/alice/${here}`]);
  const job = (await condor('condor_submit', '-terse', 'job.sub')).split(' ')[0] ?? '';
  const log = (): string => readFileSync(path.join(directory, 'job.log'), 'utf8');
  const events = (number: string): number => log().split(new RegExp(`^${number} \\(`, 'm')).length - 1;
  for (const eviction of [1, 2]) {
    await until(`start ${eviction}`, () => events('001') === eviction, { timeoutMs: 60_000, describe: log });
    const before = 8 * eviction;
    const printed = async (): Promise<boolean> => {
      const { stdout } = await running.exec('alice', ['condor_ssh_to_job', job, 'cat out.txt 2>/dev/null']);
      return stdout.split('\n').length > before;
    };
    await until(`${before} numbers`, printed, { timeoutMs: 60_000, everyMs: 300, describe: log });
    await condor('condor_vacate_job', job);
    await until(`eviction ${eviction}`, () => events('004') === eviction, {
      timeoutMs: 60_000,
      describe: log,
    });
  }
  await until('the end of the job', () => events('005') === 1, { timeoutMs: 120_000, describe: log });
  assert.match(log(), /Normal termination \(return value 7\)/);
  const text = (file: string): string => readFileSync(path.join(directory, file), 'utf8');
  assert.equal(text('out.txt'), numbers(80));
  assert.equal(text('file.txt'), numbers(80));
  assert.deepEqual(
    readdirSync(directory).filter((file) => /^ckpt_|restart_script|state\.json$/.test(file)),
    [],
  );
  // The shim wrote them; the schema is what its tests are about.
  const lines = text(fileNames.events(job))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ShimEvent);
  assert.equal(lines.filter((line) => line.event === 'checkpoint').length, 2);
  const { stdout } = await running.exec('alice', [
    'condor_history',
    job,
    '-af',
    'NumJobStarts',
    'ChirpDmtcpCheckpoints',
  ]);
  assert.equal(stdout.trim(), '3 2', 'starts, and checkpoints as the job ad tells');
}

/** Puts the counter and DMTCP's files flat into the directory; returns their names. */
function fill(root: string, directory: string): readonly string[] {
  const tools = ['dmtcp_launch', 'dmtcp_coordinator', 'dmtcp_command', 'dmtcp_restart', 'mtcp_restart'];
  const libraries = readdirSync(path.join(root, 'lib/dmtcp')).filter((name) => /^libdmtcp.*\.so$/.test(name));
  const atomic = '/usr/lib/x86_64-linux-gnu/libatomic.so.1'; // a minimal machine lacks it
  const files = [
    path.join(buildStandin(), 'counter'),
    ...tools.map((name) => path.join(root, 'bin', name)),
    ...libraries.map((name) => path.join(root, 'lib/dmtcp', name)),
    ...(existsSync(atomic) ? [atomic] : []),
  ];
  for (const file of files) copyFileSync(file, path.join(directory, path.basename(file)));
  return files.map((file) => path.basename(file));
}
