/** What several tests of the shim do with a sandbox. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { fileNames } from '../../shim/src/protocol.ts';
import type { JobRecord } from '../../shim/src/record.ts';
import { inSandbox, type Flavour, type Sandbox } from './sandbox.ts';

export const options = ['--log', 'shim.log', '--stdout', 'out.txt', '--stderr', 'err.txt'];

/** Runs until a few more numbers are printed, then evicts. */
export async function evict(sandbox: Sandbox, args: readonly string[], code = 130): Promise<void> {
  const printed = sandbox.read('out.txt').split('\n').length - 1;
  const shim = await sandbox.start(args);
  await sandbox.lines('out.txt', printed + 6);
  shim.signal('SIGINT');
  assert.equal((await shim.ended).code, code);
}

/** The shim fails with 125 and says `message`, on standard error and in its log. */
export async function failsWith(
  sandbox: Sandbox,
  args: readonly string[],
  message: RegExp,
  code = 125,
): Promise<void> {
  const ended = await sandbox.run(args);
  assert.match(ended.stderr, message);
  assert.equal(ended.code, code);
  assert.match(sandbox.read('shim.log'), message);
  const last = sandbox.events.at(-1);
  assert.ok(last?.event === 'exit' && last.outcome === 'failed', 'the last event is a failed exit');
  assert.equal(
    sandbox.count('start'),
    sandbox.count('exit'),
    'every start is told, also one that fails at once',
  );
}

/** What the shim remembers of the job. */
export const recordOf = (sandbox: Sandbox): JobRecord =>
  // The shim wrote it; its own tests are about the format.
  JSON.parse(sandbox.read(fileNames.state(sandbox.job))) as JobRecord;

/** Changes what the shim remembers, as if it had been so from the start. */
export function changeRecord(sandbox: Sandbox, change: (record: JobRecord) => JobRecord): void {
  writeFileSync(sandbox.file(fileNames.state(sandbox.job)), JSON.stringify(change(recordOf(sandbox))));
}

/** Paths of the images, newest set first. */
export const imagesOf = (sandbox: Sandbox): readonly string[] =>
  recordOf(sandbox).sets.flatMap(({ images }) => images.map(({ name }) => sandbox.file(name)));

/** Changes a file's bytes; returns what they were. */
export function spoil(file: string, change: (bytes: Buffer) => Buffer): Buffer {
  const good = readFileSync(file);
  writeFileSync(file, change(Buffer.from(good)));
  return good;
}

/** Processes that have the text in their command line. */
export const processesOf = (text: string): readonly string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
    } catch (error) {
      if (error instanceof Error) return false; // gone
      throw error;
    }
  });

/** Runs `body` in a sandbox that is a file system of a few megabytes. It must not move. Needs root. */
export function onSmallDisk(
  t: TestContext,
  flavour: Flavour,
  body: (sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  return inSandbox(
    t,
    flavour,
    async (sandbox) => {
      const counter = readFileSync(sandbox.file('counter'));
      const ad = sandbox.read('.job.ad');
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', sandbox.directory]);
      if (mounted.status !== 0) {
        t.skip('cannot mount a small file system (needs root)');
        return;
      }
      try {
        writeFileSync(sandbox.file('counter'), counter, { mode: 0o755 });
        writeFileSync(sandbox.file('.job.ad'), ad);
        await body(sandbox);
      } finally {
        spawnSync('umount', ['--lazy', sandbox.directory]);
      }
    },
    { packaged: false },
  );
}

/** Leaves so many bytes free. */
export function fillDisk(sandbox: Sandbox, free: number): void {
  const available = spawnSync('df', ['--output=avail', '-B1', sandbox.directory]).stdout.toString();
  writeFileSync(sandbox.file('fill'), Buffer.alloc(Number(available.split('\n')[1]) - free));
}
