import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { cacheDirectory } from '../support/cacheDirectory.ts';
import { runProgram, type ProgramResult } from '../support/runProgram.ts';

/** trixie has HTCondor 23.9.6, forky 25.14.1 (it moves on). */
export type Suite = 'trixie' | 'forky';

export interface PoolOptions {
  /** When left out: DMTCP_CONDOR_POOL_SUITE, else trixie. */
  readonly suite?: Suite;
  /** stop() leaves the pool running, for the next run to join: saves 5 s. Else DMTCP_CONDOR_KEEP_POOL=1 says so. */
  readonly keepRunning?: boolean;
  /** Pools of different names are different pools. A test that harms its pool gives it a name of its own. */
  readonly name?: string;
  /** Told, one line each, what takes its time. */
  readonly progress?: (line: string) => void;
}

/** A running pool: 4 slots, user alice, sshd on loopback. */
export interface Pool {
  readonly host: '127.0.0.1';
  readonly sshPort: number;
  readonly user: 'alice';
  readonly privateKeyFile: string;
  /** Holds every host key of the pool's sshd, for [127.0.0.1]:sshPort. */
  readonly knownHostsFile: string;
  /** HTCondor's, such as 23.9.6. */
  readonly version: string;
  /** The pool's root folder, as this machine sees it. */
  readonly root: string;
  /** Runs a command inside, in the user's home folder and with an environment made from nothing. */
  exec(user: string, argv: readonly string[], input?: string | Buffer): Promise<ProgramResult>;
  /** Ends this use; the pool itself ends with its last user's. */
  stop(): Promise<void>;
}

export class PoolError extends Error {
  override readonly name = 'PoolError';
  constructor(
    readonly reason: 'unavailable' | 'start' | 'stop',
    message: string,
  ) {
    super(message);
  }
}

const script = () => path.resolve('test/pool/pool.sh');
const poolsDirectory = () => path.join(cacheDirectory(), 'pool');

/** Why this machine cannot run a pool; undefined when it can. */
export function poolUnavailable(): string | undefined {
  if (process.platform !== 'linux') return `the pool needs Linux, this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'the pool needs root (namespaces, mounts)';
  const unshare = spawnSync('unshare', ['--mount', '--pid', '--fork', '--propagation', 'private', 'true']);
  if (unshare.status !== 0) {
    const said = unshare.error?.message ?? unshare.stderr.toString().trim();
    return `the pool needs namespaces of its own, which this machine refuses: ${said}`;
  }
  if (spawnSync('apt-get', ['--version']).status !== 0) {
    return 'the pool is made from Debian packages, and this machine has no apt-get';
  }
  return undefined;
}

/**
 * Starts a real HTCondor pool, or joins the one of this checkout that runs already. It ends when its last user
 * has called stop(), or has ended without. The first run on a machine builds its root folder (1 to 2 minutes).
 * Throws a PoolError with what went wrong and what to do.
 */
export async function startPool(options: PoolOptions = {}): Promise<Pool> {
  const unavailable = poolUnavailable();
  if (unavailable !== undefined) throw new PoolError('unavailable', unavailable);

  const suite = options.suite ?? process.env['DMTCP_CONDOR_POOL_SUITE'] ?? 'trixie';
  const checkout = createHash('sha256').update(process.cwd()).digest('hex').slice(0, 8);
  const directory = path.join(poolsDirectory(), [suite, checkout, options.name ?? 'shared'].join('-'));
  const holder = await hold([directory, suite, ...(await freePorts())], options.progress);
  const exec: Pool['exec'] = (user, argv, input = '') =>
    runProgram('bash', [script(), 'exec', directory, user, ...argv], { input });

  const said = await exec('root', ['condor_version']);
  const version = /CondorVersion: (\S+)/.exec(said.stdout)?.[1];
  if (version === undefined)
    throw new PoolError('start', `condor_version said: ${said.stdout}${said.stderr}`);
  const keep = options.keepRunning ?? process.env['DMTCP_CONDOR_KEEP_POOL'] === '1';
  return {
    host: '127.0.0.1',
    sshPort: holder.sshPort,
    user: 'alice',
    privateKeyFile: path.join(directory, 'id'),
    knownHostsFile: path.join(directory, 'known_hosts'),
    version,
    root: path.join(directory, 'root'),
    exec,
    stop: () => holder.release(keep),
  };
}

interface Holder {
  readonly sshPort: number;
  release(keep: boolean): Promise<void>;
}

/** `pool.sh use` lives as long as this process uses the pool: its stdin ends with us, whatever ends us. */
async function hold(argv: readonly string[], progress: PoolOptions['progress']): Promise<Holder> {
  // A session of its own: a Ctrl-C in the terminal is for us, and the holder must survive us to clean up.
  const child = spawn('bash', [script(), 'use', ...argv], { detached: true, stdio: 'pipe' });
  let complaints = '';
  child.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
  const closed = once(child, 'close');

  const ready = new Promise<string | undefined>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      const [word, ...rest] = line.split(' ');
      if (word === 'progress') progress?.(rest.join(' '));
      else if (word === 'ready') resolve(rest[1]);
    });
    void closed.then(() => resolve(undefined));
  });
  const sshPort = Number(await ready);
  if (Number.isNaN(sshPort)) throw new PoolError('start', complaints.trim());
  keepAwake(child, false);

  let released: Promise<void> | undefined;
  const end = async (keep: boolean) => {
    keepAwake(child, true);
    child.stdin.end(keep ? 'keep\n' : '');
    await closed;
    if (child.exitCode !== 0) throw new PoolError('stop', complaints.trim());
  };
  return { sshPort, release: (keep) => (released ??= end(keep)) };
}

/** Whether a program waits for `child`. One that forgets stop() must still be able to end; the pool ends with it. */
function keepAwake(child: ChildProcess, awake: boolean): void {
  const streams = child.stdio.filter((stream) => stream instanceof Socket);
  for (const handle of [child, ...streams]) {
    if (awake) handle.ref();
    else handle.unref();
  }
}

/** Two ports of loopback that nothing listens on now: for HTCondor and for sshd. */
async function freePorts(): Promise<string[]> {
  const servers = [createServer(), createServer()];
  const ports: string[] = [];
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address === 'object') ports.push(String(address.port));
  }
  for (const server of servers) server.close();
  return ports;
}
