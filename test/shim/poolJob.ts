/** A counter under the shim, as a job in a real pool. */
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
import type { TestContext } from 'node:test';
import { buildShim } from '../../scripts/buildShim.mjs';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import { fileNames, type ShimEvent } from '../../shim/src/protocol.ts';
import type { Pool } from '../pool/pool.ts';
import { until } from '../support/until.ts';

export interface PoolJobOptions {
  readonly pool: Pool;
  /** DMTCP's root. */
  readonly root: string;
  /** Names of DMTCP's files and the counter, which are beside it. */
  readonly submitFile: (inputs: readonly string[]) => string;
}

/** A submit file as people write it. */
export const submitFile =
  (given: {
    /** The shim's options and the program. */
    readonly arguments: string;
    readonly lines: readonly string[];
  }): PoolJobOptions['submitFile'] =>
  (inputs) => `universe = vanilla
executable = shim_dmtcp
arguments = ${given.arguments}
transfer_input_files = ${inputs.join(', ')}
should_transfer_files = YES
when_to_transfer_output = ON_EXIT_OR_EVICT
kill_sig = SIGINT
log = job.log
output = shim.out
error = shim.err
request_memory = 100M
request_disk = 500M
${given.lines.join('\n')}
queue
`;

export interface PoolJob {
  readonly id: string;
  /** Runs a program as the user, in the submit directory; it must succeed. Returns what it prints. */
  condor(...command: readonly string[]): Promise<string>;
  /** A file of the submit directory; empty when it is not there. */
  read(name: string): string;
  list(pattern: RegExp): readonly string[];
  /** Waits until the running program has printed so many lines to this file of the sandbox. */
  printed(name: string, count: number): Promise<unknown>;
  /** Waits until the program has been protected so many times, over all starts. */
  protected(count: number): Promise<unknown>;
  /** Waits until the event log has so many events of this number. */
  events(number: string, count: number): Promise<unknown>;
  shimEvents(): readonly ShimEvent[];
}

let jobs = 0;

/** Submits the job and hands it to `body`; afterwards its directory is removed. */
export async function inPool(
  t: TestContext,
  options: PoolJobOptions,
  body: (job: PoolJob) => Promise<void>,
): Promise<void> {
  const here = `shim-${process.pid}-${++jobs}`;
  const directory = path.join(options.pool.root, 'home/alice', here);
  mkdirSync(directory);
  let job: PoolJob | undefined;
  try {
    job = await submit(options, directory, here);
    await body(job);
  } catch (error) {
    for (const file of ['shim.log', 'job.log', 'shim.err']) {
      if (existsSync(path.join(directory, file)))
        t.diagnostic(readFileSync(path.join(directory, file), 'utf8'));
    }
    throw error;
  } finally {
    if (job !== undefined) await options.pool.exec('alice', ['condor_rm', job.id]);
    // HTCondor may still be writing there.
    rmSync(directory, { recursive: true, maxRetries: 20, retryDelay: 50 });
  }
}

async function submit(options: PoolJobOptions, directory: string, here: string): Promise<PoolJob> {
  const { pool } = options;
  const condor = async (...command: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await pool.exec('alice', [
      'sh',
      '-c',
      `cd ${here} && exec "$@"`,
      'sh',
      ...command,
    ]);
    assert.equal(code, 0, `${command.join(' ')}: ${stderr}`);
    return stdout;
  };
  const inputs = fill(options.root, directory);
  copyFileSync(await buildShim(), path.join(directory, 'shim_dmtcp'));
  writeFileSync(path.join(directory, 'job.sub'), options.submitFile(inputs));
  await pool.exec('root', ['chown', '-R', 'alice:', `/home/alice/${here}`]);
  const id = (await condor('condor_submit', '-terse', 'job.sub')).split(' ')[0] ?? '';
  const read = (name: string): string => {
    const file = path.join(directory, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  return {
    id,
    condor,
    read,
    list: (pattern) => readdirSync(directory).filter((name) => pattern.test(name)),
    printed: (name, count) =>
      until(`${count} lines in ${name}`, () => sandboxFile(pool, id, name).split('\n').length > count, {
        timeoutMs: 60_000,
        everyMs: 50,
        describe: () => read('job.log'),
      }),
    protected: (count) =>
      until(
        `the program to be protected, ${count} times`,
        () => sandboxFile(pool, id, fileNames.events(id)).split('"event":"running"').length > count,
        { timeoutMs: 60_000, everyMs: 50, describe: () => read('job.log') },
      ),
    events: (number, count) => {
      const seen = (): number => read('job.log').split(new RegExp(`^${number} \\(`, 'm')).length - 1;
      return until(`event ${number}, ${count} times`, () => seen() >= count, {
        timeoutMs: 120_000,
        everyMs: 100,
        describe: () => read('job.log'),
      });
    },
    shimEvents: () =>
      read(fileNames.events(id))
        .split('\n')
        .filter((line) => line !== '')
        // The shim wrote them; the schema is what its tests are about.
        .map((line) => JSON.parse(line) as ShimEvent),
  };
}

/** A file of the running job's sandbox; empty while there is none. */
function sandboxFile(pool: Pool, id: string, name: string): string {
  const execute = path.join(pool.root, 'var/lib/condor/execute');
  const ofJob = new RegExp(`^ClusterId = ${id.split('.')[0] ?? ''}$`, 'm');
  const textOf = (file: string): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      if (error instanceof Error) return ''; // not there yet, or gone
      throw error;
    }
  };
  const sandbox = readdirSync(execute)
    .flatMap((directory) => [directory, `${directory}/scratch`]) // 25.x
    .map((directory) => path.join(execute, directory))
    .find((directory) => ofJob.test(textOf(path.join(directory, '.job.ad'))));
  return sandbox === undefined ? '' : textOf(path.join(sandbox, name));
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
