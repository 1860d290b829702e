import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './freePort.ts';
import { runProgram } from './runProgram.ts';
import { until } from './until.ts';

/** A real OpenSSH server on loopback for root, with a host key and a user key of its own. */
export interface SshServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  /** A private key that is let in; its public half is beside it, with `.pub`. */
  readonly userKey: string;
  /** Knows the server's keys. */
  readonly knownHostsFile: string;
  readonly directory: string;
  /** What the server has said since it started. */
  log(): string;
  /** Makes another key pair; the private file. */
  makeKey(name: string, options?: KeyOptions): Promise<string>;
  /** Ends the server and all of its connections at once, as a power cut does. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  restart(options?: { readonly hostKey?: string }): Promise<void>;
  stop(): Promise<void>;
}

export interface KeyOptions {
  readonly type?: string;
  readonly passphrase?: string;
}

const sshd = '/usr/sbin/sshd';

/** Why this machine cannot run an sshd; undefined when it can. Installs Debian's package where it may. */
export async function sshServerUnavailable(): Promise<string | undefined> {
  if (process.platform !== 'linux') return `the SSH server needs Linux, this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'the SSH server is started as root';
  if (existsSync(sshd)) return undefined;
  const install = await runProgram('bash', ['test/support/aptInstall.sh', 'openssh-server']).catch(
    (error: unknown) => ({ code: 1, stdout: '', stderr: String(error) }),
  );
  return existsSync(sshd)
    ? undefined
    : `there is no ${sshd}, and it cannot be installed: ${install.stderr.trim()}`;
}

export interface SshServerOptions {
  /** Logins by PAM, which takes this one password, asked for by its own prompt. */
  readonly pamPassword?: string;
  /** After the password, PAM asks for a code of this secret (base32), as authenticator programs show it. */
  readonly codeSecret?: string;
  /** Root's login shell and home folder, as the server sees them. */
  readonly login?: { readonly shell: string; readonly home: string };
}

/** Starts a server; `config` lines are added to its sshd_config, and win over what is there. */
export async function startSshServer(
  config: readonly string[] = [],
  options: SshServerOptions = {},
): Promise<SshServer> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-sshd-'));
  const file = (name: string): string => path.join(directory, name);
  const makeKey: SshServer['makeKey'] = (name, options) => makeKeyPair(file(name), options);
  const userKey = await makeKey('user');
  await makeKey('host');
  await writeFile(file('authorized_keys'), await readFile(`${userKey}.pub`), { mode: 0o600 });
  const port = await freePort();
  const publicHostKey = await readFile(file('host.pub'), 'utf8');
  await writeFile(file('known_hosts'), `[127.0.0.1]:${port} ${publicHostKey}`);

  let child: ChildProcess | undefined;
  let said = '';
  const start = async (hostKey: string): Promise<void> => {
    await runProgram('mkdir', ['-p', '/run/sshd']);
    const lines = [
      ...config,
      ...(options.pamPassword === undefined ? [] : ['UsePAM yes']),
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${hostKey}`,
      `AuthorizedKeysFile ${file('authorized_keys')}`,
      `PidFile ${file('pid')}`,
      'PermitRootLogin yes',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'UsePAM no',
      'StrictModes no',
      'MaxStartups 100',
    ];
    await writeFile(file('sshd_config'), lines.join('\n') + '\n');
    // A group of its own: the connections' processes end with it.
    const command = [sshd, '-D', '-e', '-f', file('sshd_config')];
    const withPassword =
      options.pamPassword === undefined
        ? command
        : await withPam(file, options.pamPassword, options.codeSecret, command);
    const [program = '', ...argv] =
      options.login === undefined
        ? withPassword
        : await withLogin(file('passwd'), options.login, withPassword);
    const server = spawn(program, argv, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    said = '';
    server.stderr.on('data', (data: Buffer) => (said += data.toString()));
    child = server;
    await until('sshd answers', () => answers(port), {
      everyMs: 20,
      describe: () => said,
    });
  };
  const kill = async (): Promise<void> => {
    const server = child;
    if (server?.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
    for (const pid of [...(await descendants(server.pid)), server.pid]) killQuietly(pid);
    await until('sshd has ended', () => server.exitCode !== null || server.signalCode !== null, {
      everyMs: 10,
    });
  };
  await start(file('host'));
  return {
    host: '127.0.0.1',
    port,
    user: os.userInfo().username,
    userKey,
    knownHostsFile: file('known_hosts'),
    directory,
    log: () => said,
    makeKey,
    kill,
    restart: async (options = {}) => {
      await kill();
      await start(options.hostKey ?? file('host'));
    },
    stop: async () => {
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Makes a key pair, ed25519 when nothing is said, with its file's name as comment; the private file. */
export async function makeKeyPair(file: string, options: KeyOptions = {}): Promise<string> {
  const { type = 'ed25519', passphrase = '' } = options;
  const what = ['-t', type, '-N', passphrase, '-C', path.basename(file)];
  const made = await runProgram('ssh-keygen', ['-q', ...what, '-f', file]);
  if (made.code !== 0) throw new Error(`ssh-keygen: ${made.stderr}`);
  return file;
}

/** Why PAM cannot ask for codes here; undefined when it can. Installs Debian's module where it may. */
export async function codesUnavailable(): Promise<string | undefined> {
  const install = await runProgram('bash', ['test/support/aptInstall.sh', 'libpam-google-authenticator']);
  return install.code === 0 ? undefined : install.stderr.trim();
}

/** A command in a mount namespace of its own, where sshd's PAM service asks for this password, and for a code. */
async function withPam(
  file: (name: string) => string,
  password: string,
  codeSecret: string | undefined,
  command: readonly string[],
): Promise<readonly string[]> {
  const [directory, check, secret] = [file('pam.d'), file('check-password'), file('code-secret')];
  await mkdir(directory, { recursive: true });
  const lines = [
    `auth required pam_exec.so expose_authtok quiet ${check}`,
    ...(codeSecret === undefined
      ? []
      : [`auth required pam_google_authenticator.so secret=${secret} user=root`]),
    ...['auth', 'account', 'session'].map((kind) => `${kind} required pam_permit.so`),
  ];
  await writeFile(path.join(directory, 'sshd'), `${lines.join('\n')}\n`);
  if (codeSecret !== undefined) await writeFile(secret, `${codeSecret}\n" TOTP_AUTH\n`, { mode: 0o400 });
  // PAM ends the password with a NUL.
  const script = `#!/bin/sh\n[ "$(tr -d '\\000')" = "$(cat "$0.expected")" ]\n`;
  await writeFile(`${check}.expected`, password, { mode: 0o600 });
  await writeFile(check, script, { mode: 0o755 });
  return overlaid(directory, '/etc/pam.d', command);
}

/** A command that sees another login shell and home folder of root's. */
async function withLogin(
  passwd: string,
  { shell, home }: NonNullable<SshServerOptions['login']>,
  command: readonly string[],
): Promise<readonly string[]> {
  const users = await readFile('/etc/passwd', 'utf8');
  await writeFile(passwd, users.replace(/^root:.*$/m, `root:x:0:0:root:${home}:${shell}`));
  return overlaid(passwd, '/etc/passwd', command);
}

/** A command in a mount namespace of its own, where one file or folder is in the place of another. */
const overlaid = (from: string, to: string, command: readonly string[]): readonly string[] => [
  ...['unshare', '--mount', '--propagation', 'private'],
  ...['sh', '-c', 'mount --bind "$1" "$2" && shift 2 && exec "$@"', 'sh', from, to],
  ...command,
];

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** Processes below one, the sshd of each connection among them: they are in sessions of their own. */
async function descendants(pid: number): Promise<readonly number[]> {
  const { stdout } = await runProgram('ps', ['-e', '-o', 'pid=,ppid=']);
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    rows.filter((row) => row[1] === parent).flatMap(([child = 0]) => [child, ...below(child)]);
  return below(pid);
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
