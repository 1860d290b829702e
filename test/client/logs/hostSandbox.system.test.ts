/** Finding a job's sandbox on its execute host: real processes that look like jobs, some of which are not the one. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { FileSet } from '../../../client/src/logs/followScript.ts';
import { FrameDecoder } from '../../../client/src/logs/frames.ts';
import { followOnHost, jobPath } from '../../../client/src/logs/hostSandbox.ts';
import { privateTmpUnavailable } from '../../support/privateTmp.ts';
import { until } from '../../support/until.ts';

const hostile = ['it’s "$(touch pwned)" `touch pwned` \'q\' -n', '-rf; touch pwned', 'a\tb\\$HOME*?[x]'];
const literal = (name: string): FileSet => ({ directory: '', names: { kind: 'literal', name } });

describe('a sandbox on its execute host', { skip: privateTmpUnavailable() ?? false }, () => {
  let base: string;
  const children: ChildProcess[] = [];
  before(() => {
    // Not below /tmp: the job has one of its own.
    base = mkdtempSync(path.join(os.homedir(), 'dmtcp-condor-sandbox-'));
  });
  after(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(base, { recursive: true, force: true });
  });

  interface FakeJob {
    readonly sandbox: string;
    readonly tmp: string;
    readonly process: ChildProcess;
  }
  let count = 0;
  /** A process in a sandbox, with a /tmp of its own, as HTCondor starts it. */
  async function startJob(
    globalJobId: string,
    { name = 'dir', startedAt = 1000, env = {} }: { name?: string; startedAt?: number; env?: object } = {},
  ): Promise<FakeJob> {
    const sandbox = path.join(base, String(++count), name);
    const tmp = path.join(sandbox, 'tmp');
    mkdirSync(tmp, { recursive: true });
    const ad = `ClusterId = 1\nGlobalJobId = "${globalJobId}"\nJobCurrentStartDate = ${startedAt}\n`;
    writeFileSync(path.join(sandbox, '.job.ad'), ad);
    const script = 'mount --bind "$1" /tmp && echo ready && exec sleep 300';
    const process = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', tmp], {
      env: { PATH: '/usr/bin:/bin', _CONDOR_JOB_PIDS: '', _CONDOR_SCRATCH_DIR: sandbox, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(process);
    await once(process.stdout, 'data');
    return { sandbox, tmp, process };
  }

  /** What a follower tells of these files, by the paths that the job has for them. */
  function follow(globalJobId: string, sets: readonly FileSet[]) {
    const [program = '', ...argv] = followOnHost(globalJobId, { sets, positions: new Map(), once: false });
    const child = spawn(program, argv, { cwd: base });
    children.push(child);
    const decoder = new FrameDecoder();
    const seen = new Map<string, string>();
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.stdout.on('data', (data: Buffer) => {
      for (const frame of decoder.append(data)) {
        if (frame.kind !== 'data') continue;
        const name = Buffer.from(jobPath(frame.path), 'latin1').toString();
        seen.set(name, (seen.get(name) ?? '').slice(0, frame.from) + Buffer.from(frame.bytes).toString());
      }
    });
    const closed = once(child, 'close').then(([code]) => code as number | null);
    return { seen, closed, said: () => stderr };
  }
  const shows = (seen: ReadonlyMap<string, string>, name: string, text: string): Promise<true> =>
    until(`${name} shows ${text}`, () => seen.get(name) === text, { describe: () => [...seen].join() });

  it('is read whatever its names are, its own /tmp included, until its process ends', async () => {
    const [name = '', file = '', log = ''] = hostile;
    const globalJobId = `ap.example.org#1.0#1'$(touch pwned)\`id\``;
    const job = await startJob(globalJobId, { name });
    writeFileSync(path.join(job.sandbox, file), 'out\n');
    writeFileSync(path.join(job.sandbox, 'two\nlines'), '2\n');
    mkdirSync(path.join(job.tmp, log));
    writeFileSync(path.join(job.tmp, log, 'a b.log'), 'log\n');
    const logs: FileSet = { directory: `/tmp/${log}`, names: { kind: 'pattern', pattern: '*.log' } };
    const { seen, closed, said } = follow(globalJobId, [literal(file), literal('two\nlines'), logs]);
    await shows(seen, file, 'out\n');
    await shows(seen, 'two\nlines', '2\n');
    await shows(seen, `/tmp/${log}/a b.log`, 'log\n');
    appendFileSync(path.join(job.tmp, log, 'a b.log'), 'last\n');
    job.process.kill('SIGKILL');
    assert.equal(await closed, 0, said());
    assert.equal(seen.get(`/tmp/${log}/a b.log`), 'log\nlast\n');
    assert.ok(![base, job.sandbox, job.tmp].some((folder) => existsSync(path.join(folder, 'pwned'))));
  });

  it('is read where its disk is mounted for the job alone, as HTCondor has encrypted ones and those of volumes', async () => {
    const sandbox = path.join(base, 'volume');
    mkdirSync(sandbox);
    const script =
      'mount -t tmpfs none "$1" && cd "$1" && cp "$2" .job.ad && echo inside >out && echo ready && exec sleep 300';
    const ad = path.join(base, 'volume.ad');
    writeFileSync(ad, 'GlobalJobId = "ap#4.0#1"\nJobCurrentStartDate = 1\n');
    const job = spawn(
      'unshare',
      ['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', sandbox, ad],
      {
        env: { PATH: '/usr/bin:/bin', _CONDOR_SCRATCH_DIR: sandbox },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    children.push(job);
    await once(job.stdout, 'data');
    assert.ok(!existsSync(path.join(sandbox, 'out')), 'it is not seen from outside');
    const { seen } = follow('ap#4.0#1', [literal('out')]);
    await shows(seen, 'out', 'inside\n');
  });

  it('is that of the later run, and of the job, not of a session of condor_ssh_to_job', async () => {
    const id = 'ap#2.0#1';
    const [session, old, now] = [
      await startJob(id, { startedAt: 3000, env: { _CONDOR_JOB_PIDS: '12 34' } }),
      await startJob(id, { startedAt: 1000 }),
      await startJob(id, { startedAt: 2000 }),
    ];
    for (const [text, job] of Object.entries({ session, old, now }))
      writeFileSync(path.join(job.sandbox, 'out'), `${text}\n`);
    const { seen } = follow(id, [literal('out')]);
    await shows(seen, 'out', 'now\n');
  });

  it('is nobody else’s: without one it says what was found, and ends', async () => {
    const other = await startJob('ap#3.1#1');
    const foreign = await startJob('ap#3.0#1');
    chownSync(foreign.sandbox, 65534, 65534);
    const none = follow('ap#3.0#1', [literal('out')]);
    assert.equal(await none.closed, 3);
    assert.match(
      none.said(),
      /expected a process of root \(user id 0\) .* ap#3\.0#1 there, found none .* and \d+ in other/,
    );
    assert.match(none.said(), /may run as another user/);
    assert.equal(none.seen.size, 0);
    assert.ok(existsSync(other.sandbox));
  });
});
