/** A running job's files by SSH to its execute host, in a real pool: what a site has where condor_ssh_to_job is off. */
import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { actOnJob } from '../../../client/src/condor/actions.ts';
import type { JobId } from '../../../client/src/condor/job.ts';
import type { TailEvent } from '../../../client/src/logs/events.ts';
import { ExecuteHosts } from '../../../client/src/logs/executeHosts.ts';
import { tailJob } from '../../../client/src/logs/tailJob.ts';
import { executeHostOptions, type ExecuteHostWay } from '../../../client/src/transport/executeHost.ts';
import { createSshTransport, type SshTransport } from '../../../client/src/transport/ssh.ts';
import type { Forward } from '../../../client/src/transport/sshOptions.ts';
import { TransportError } from '../../../client/src/transport/transport.ts';
import { inPool } from '../../pool/inPool.ts';
import { poolUnavailable, startPool, type Pool } from '../../pool/pool.ts';
import { startCuttingProxy, type CuttingProxy } from '../../support/cuttingProxy.ts';
import { until } from '../../support/until.ts';

/** The execute host's name in the pool, which nobody can look up: ~/.ssh/config says where it is. */
const machine = '127-0-0-1.pool.test';

/**
 * Prints lines until it is told to stop, and goes on where it was after an eviction; writes each into a log below its own /tmp, too, and
 * says where that is, as the shim does.
 */
const program = `#!/bin/sh
trap 'exit 0' INT
id=$(sed -n 's/^ClusterId = //p' .job.ad).$(sed -n 's/^ProcId = //p' .job.ad)
mkdir -p "/tmp/the logs"
touch out.txt
i=$(wc -l <out.txt)
printf '{"schema":1,"time":1,"job":"%s","event":%s}\\n' "$id" '"start","start":1,"shimVersion":"0","host":"here","sandbox":"'"$PWD"'","stdout":"out.txt","dmtcpLogDirectory":"/tmp/the logs","command":[]' >>"shim_dmtcp.$id.jsonl"
while [ ! -e /home/alice/stop.$id ]; do i=$((i + 1)); echo "line $i" >>out.txt; echo "$i" >>"/tmp/the logs/run.$$.log"; sleep 0.05; done
`;
const submitFile = `executable = program.sh
log = job.log
should_transfer_files = YES
when_to_transfer_output = ON_EXIT_OR_EVICT
kill_sig = SIGINT
request_memory = 32
request_disk = 1024
queue
`;
const numbered = (count: number): string =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');

describe('SSH to execute hosts', { skip: poolUnavailable() ?? false, timeout: 240_000 }, () => {
  let pool: Pool;
  let point: SshTransport;
  let proxy: CuttingProxy;
  let home: string;
  const open: { dispose(): void }[] = [];
  before(async () => {
    pool = await startPool({ name: 'hosts' });
    proxy = await startCuttingProxy(pool.sshPort);
    home = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-hosts-'));
    await mkdir(path.join(home, '.ssh'));
    point = createSshTransport({
      ...{
        host: '127.0.0.1',
        port: proxy.port,
        user: pool.user,
        hostKeyAlias: `[127.0.0.1]:${pool.sshPort}`,
      },
      ...{ knownHostsFiles: [pool.knownHostsFile], privateKeyFiles: [pool.privateKeyFile] },
    });
    open.push(point);
    const put = (target: string, text: string) => ({
      source: { bytes: Buffer.from(text) },
      target,
      mode: 0o755,
    });
    await point.put([put('program.sh', program), put('job.sub', submitFile)]);
  });
  after(async () => {
    for (const one of open) one.dispose();
    await pool.exec(pool.user, ['condor_rm', '-all']);
    await mendTool();
    await root('rm -f /etc/condor/config.d/zz-hosts.config');
    await proxy.stop();
    await pool.stop();
    await rm(home, { recursive: true, force: true });
  });

  const root = (script: string): Promise<string> => inPool(pool, 'root', script);
  /** Whether the site lets condor_ssh_to_job into jobs that start from now on. */
  const allowTool = (allowed: boolean): Promise<string> =>
    root(
      `echo "ENABLE_SSH_TO_JOB = ${String(allowed)}" >/etc/condor/config.d/zz-hosts.config && condor_reconfig >&2`,
    );
  const tool = '/usr/bin/condor_ssh_to_job';
  const breakTool = (): Promise<string> => root(`mv ${tool} ${tool}.off`);
  const mendTool = (): Promise<string> => root(`[ -f ${tool} ] || mv ${tool}.off ${tool}`);
  async function submit(): Promise<JobId> {
    const { stdout, stderr } = await point.exec(['condor_submit', '-terse', 'job.sub']);
    const cluster = /^(\d+)\.0 - /m.exec(stdout)?.[1];
    assert.ok(cluster !== undefined, stdout + stderr);
    return { cluster: Number(cluster), proc: 0 };
  }
  /** Execute hosts by a ~/.ssh/config as a person has it. */
  async function hosts(
    way: ExecuteHostWay,
    { port = pool.sshPort, knownHostsFile = pool.knownHostsFile, isDown = (): boolean => false } = {},
  ): Promise<ExecuteHosts> {
    const config = path.join(home, '.ssh/config');
    const lines = [`Host ${machine}`, 'HostName 127.0.0.1', `Port ${port}`, 'StrictHostKeyChecking yes'];
    await writeFile(config, [...lines, `HostKeyAlias [127.0.0.1]:${pool.sshPort}\n`].join('\n'), {
      mode: 0o600,
    });
    const here = { home, userName: 'nobody', environment: {}, configFiles: [config], systemKnownHosts: [] };
    const found = new ExecuteHosts(async (name) => {
      const { user, privateKeyFile: identityFile } = pool;
      const forward: Forward = (host, at) =>
        isDown()
          ? Promise.reject(new TransportError('unreachable', `${host} is down`))
          : point.forward(host, at);
      const of = { way, user, identityFile, knownHostsFile, forward };
      return createSshTransport(await executeHostOptions(name, of, here));
    });
    open.push(found);
    return found;
  }
  /** Follows a job; what a person has seen of each file. */
  function follow(id: JobId, executeHosts: ExecuteHosts | undefined) {
    const files = new Map<string, Buffer>();
    const events: TailEvent[] = [];
    const tail = tailJob({
      transport: point,
      id,
      executeHosts,
      pollMs: 500,
      listener: (event) => {
        if (event.kind === 'data') {
          const before = files.get(event.file.name) ?? Buffer.alloc(0);
          assert.equal(event.offset, before.length, `${event.file.name} goes on where it was`);
          files.set(event.file.name, Buffer.concat([before, event.bytes]));
        } else events.push(event);
      },
    });
    open.push(tail);
    const text = (name: string): string => files.get(name)?.toString() ?? '';
    const lines = (): number => text('out.txt').split('\n').length - 1;
    const notes = (): readonly string[] =>
      events.flatMap((event) => (event.kind === 'note' ? [event.text] : []));
    const state = (): string => JSON.stringify([lines(), notes(), events.at(-1)]);
    const shows = (count: number): Promise<true> =>
      until(`${count} lines are shown`, () => lines() >= count, {
        timeoutMs: 60_000,
        everyMs: 20,
        describe: state,
      });
    return { tail, files, events, lines, notes, shows, text };
  }

  /** Tells the job to stop; what was seen is what it has returned, and nothing of that is missing. */
  async function ends(id: JobId, { tail, text }: ReturnType<typeof follow>): Promise<void> {
    // Not over the connection, which may have been cut just now.
    await pool.exec(pool.user, ['touch', `stop.${id.cluster}.${id.proc}`]);
    await tail.done;
    const { stdout } = await pool.exec(pool.user, ['cat', 'out.txt']);
    assert.equal(text('out.txt'), stdout);
    assert.equal(stdout, numbered(stdout.split('\n').length - 1));
  }

  it('takes over from condor_ssh_to_job, gives back, and takes over again: every byte once', async () => {
    await allowTool(true);
    let down = false;
    let refusedWays = 0;
    const isDown = (): boolean => {
      if (down) refusedWays++;
      return down;
    };
    const id = await submit();
    const seen = follow(id, await hosts('jump', { isDown }));
    const { events, files, lines, notes, shows, text } = seen;
    await shows(20);
    assert.deepEqual(notes(), []);
    await breakTool();
    proxy.cut();
    await until('it says how it goes on', () => notes().length === 1, { timeoutMs: 60_000 });
    await shows(lines() + 10);
    const by = new RegExp(`are read by SSH to ${machine}, .*condor_ssh_to_job was not found`);
    assert.match(notes().join(), by);
    proxy.cut();
    await shows(lines() + 10);
    await mendTool();
    down = true;
    proxy.cut();
    await until('the execute host was tried in vain', () => refusedWays > 0, { timeoutMs: 60_000 });
    await shows(lines() + 40);
    assert.equal(notes().length, 1, 'no trouble is told of where one way is left');
    down = false;
    // The next run is on another slot, in another sandbox, and closed to the tool.
    await allowTool(false);
    await actOnJob(point, id, 'vacate');
    const runs = (): number => events.filter((e) => e.kind === 'state' && e.state.kind === 'running').length;
    await until('it runs again', () => runs() > 1, { timeoutMs: 60_000 });
    await shows(lines() + 10);
    await until('why is told', () => notes().length === 2, { timeoutMs: 60_000 });
    assert.match(notes()[1] ?? '', /are read by SSH/);
    proxy.cut();
    await shows(lines() + 10);
    await ends(id, seen);
    assert.ok(!events.some((event) => event.kind === 'truncated'));
    // Each run has a log in a /tmp of its own.
    const logs = [...files.keys()].filter((name) => name.startsWith('/tmp/the logs/run.'));
    assert.equal(logs.length, 2, [...files.keys()].join());
    const counted = logs.map((name) => text(name).trim().split('\n').map(Number));
    for (const numbers of counted) {
      const [first = 0] = numbers;
      assert.deepEqual(
        numbers,
        numbers.map((_, index) => first + index),
      );
    }
  });

  it('refuses an execute host whose key is another one, says so, and goes on once that is put right', async () => {
    await allowTool(false);
    const knownHostsFile = path.join(home, 'known');
    const [, key = ''] = (await readFile(pool.knownHostsFile, 'utf8')).split(/ssh-ed25519 (\S+)/);
    const other = Buffer.from(key, 'base64');
    other[other.length - 1] = (other.at(-1) ?? 0) ^ 1;
    await writeFile(knownHostsFile, `[127.0.0.1]:${pool.sshPort} ssh-ed25519 ${other.toString('base64')}\n`);
    const executeHosts = await hosts('direct', { port: proxy.port, knownHostsFile });
    const id = await submit();
    const refused = follow(id, executeHosts);
    await until('it says why', () => refused.notes().length > 0, { timeoutMs: 60_000 });
    const [note = ''] = refused.notes();
    assert.match(note, /Known: ssh-ed25519 SHA256:\S+ .*Shown: ssh-ed25519 SHA256:\S+\. Nothing was sent\./);
    assert.match(note, /open the log pane again/);
    assert.equal(refused.lines(), 0);
    await copyFile(pool.knownHostsFile, knownHostsFile);
    refused.tail.dispose();
    executeHosts.dispose();
    const seen = follow(id, await hosts('direct', { port: proxy.port, knownHostsFile }));
    for (let i = 0; i < 5; i++) {
      await seen.shows(seen.lines() + 5);
      proxy.cut();
    }
    await ends(id, seen);
  });
});
