import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runProgram } from '../support/runProgram.ts';
import { until } from '../support/until.ts';
import { poolUnavailable, startPool, type Pool } from './pool.ts';

const unavailable = poolUnavailable();

/** The pid namespaces that processes of this machine live in. */
function pidNamespaces(): Set<string> {
  const found = new Set<string>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      found.add(readlinkSync(`/proc/${pid}/ns/pid`));
    } catch {
      continue; // It ended while we looked.
    }
  }
  return found;
}

function refusesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}

function ssh(pool: Pool, command: string, knownHosts = pool.knownHostsFile) {
  const options = ['BatchMode=yes', 'StrictHostKeyChecking=yes', `UserKnownHostsFile=${knownHosts}`];
  const flags = options.flatMap((option) => ['-o', option]);
  const to = ['-p', String(pool.sshPort), '-i', pool.privateKeyFile, `${pool.user}@${pool.host}`];
  return runProgram('ssh', ['-F', 'none', ...flags, ...to, command]);
}

describe('the pool', { skip: unavailable ?? false }, () => {
  let pool: Pool;
  let scratch: string;
  before(async () => {
    const installed = await runProgram('bash', ['test/support/aptInstall.sh', 'openssh-client']);
    assert.equal(installed.code, 0, installed.stderr);
    scratch = mkdtempSync(path.join(os.tmpdir(), 'pool-test-'));
    pool = await startPool({ name: 'pool-test', keepRunning: false });
  });
  after(async () => {
    await pool.stop();
    rmSync(scratch, { recursive: true });
  });

  it('runs HTCondor with four slots, and an empty queue', async () => {
    assert.match(pool.version, /^\d+\.\d+\.\d+$/);
    const slots = await pool.exec('alice', ['condor_status', '-af', 'Name', 'State']);
    assert.equal(slots.stdout.match(/Unclaimed/g)?.length, 4, slots.stderr);
    const queue = await pool.exec('alice', ['condor_q', '-json']);
    assert.deepEqual(queue, { code: 0, stdout: '', stderr: '' });
  });

  it('passes input, output, exit code and environment of a command', async () => {
    const script = 'cat; echo "$HOME $USER $PWD" >&2; exit 7';
    const result = await pool.exec('alice', ['sh', '-c', script], 'input\n');
    assert.deepEqual(result, { code: 7, stdout: 'input\n', stderr: '/home/alice alice /home/alice\n' });
  });

  it('lets alice in over ssh with its key, and shows a known host key', async () => {
    const result = await ssh(pool, 'condor_q -totals; id -un; pwd');
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stdout, /Total for query: 0 jobs[^]*\nalice\n\/home\/alice\n$/);
    const unknown = await ssh(pool, 'true', path.join(scratch, 'empty'));
    assert.equal(unknown.code, 255);
    assert.match(unknown.stderr, /Host key verification failed/);
  });

  it('sends kill_sig to a vacated job and runs it again', async () => {
    const submit = [
      'executable = job.sh',
      'kill_sig = SIGINT',
      'log = job.log',
      'should_transfer_files = YES',
      'when_to_transfer_output = ON_EXIT_OR_EVICT',
      'queue',
    ];
    // The signal is sent to the job's main process only, so the shell itself has to wait.
    const job = '#!/bin/sh\ntrap "echo heard INT >heard; exit 0" INT\nwhile :; do sleep 0.1; done\n';
    const home = (name: string) => path.join(pool.root, 'home/alice', name);
    const log = () => readFileSync(home('job.log'), 'utf8');
    await pool.exec('alice', ['sh', '-c', 'cat >job.sh; chmod +x job.sh'], job);
    const submitted = await pool.exec('alice', ['condor_submit', '-terse', '-'], submit.join('\n') + '\n');
    assert.equal(submitted.code, 0, submitted.stderr);
    const id = submitted.stdout.split(' ')[0] ?? '';

    const starts = (count: number) =>
      until(`start ${count} of job ${id}`, () => log().match(/^001 /gm)?.length === count, { describe: log });
    await starts(1);
    await pool.exec('alice', ['condor_vacate_job', id]);
    await starts(2);
    assert.equal(log().match(/^004 /gm)?.length, 1);
    const spool = path.join(pool.root, 'var/spool/condor');
    const heard = readdirSync(spool, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('/heard'));
    assert.equal(heard.length, 1, 'the file that the job writes on SIGINT came back');
    assert.equal(readFileSync(path.join(spool, heard[0] ?? ''), 'utf8'), 'heard INT\n');
    // The schedd's ad follows its log.
    const ad = async () =>
      (await pool.exec('alice', ['condor_q', id, '-af', 'NumJobStarts', 'JobStatus'])).stdout;
    await until('the job runs for the second time', async () => (await ad()) === '2 2\n', { describe: ad });
    await pool.exec('alice', ['condor_rm', id]);
  });

  it('is joined by a second user and outlives the first, then leaves nothing behind', async () => {
    const second = await startPool({ name: 'pool-test', keepRunning: false });
    assert.equal(second.sshPort, pool.sshPort);
    const inside = await pool.exec('root', ['readlink', '/proc/1/ns/pid']);
    assert.ok(pidNamespaces().has(inside.stdout.trim()));

    await pool.stop();
    const still = await second.exec('alice', ['condor_q', '-totals']);
    assert.equal(still.code, 0, still.stderr);

    await second.stop();
    assert.ok(!pidNamespaces().has(inside.stdout.trim()), 'no process is left');
    assert.ok(!readFileSync('/proc/self/mountinfo', 'utf8').includes(pool.root), 'no mount is left');
    assert.ok(await refusesConnections(pool.sshPort), 'nothing listens');
    const gone = await pool.exec('alice', ['true']);
    assert.equal(gone.code, 1);
    assert.match(gone.stderr, /is not running/);
  });
});
