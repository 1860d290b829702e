/** What ~/.ssh/config says of a host, for the options that this extension knows. */
import { readdir, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { matchesPattern } from './knownHosts.ts';
import type { SshOptions } from './sshOptions.ts';
import { TransportError } from './transport.ts';

/** What the user's settings say of an access point; each left out is taken from ~/.ssh/config, then OpenSSH's default. */
export interface SshTarget {
  /** A host name, or a Host alias of ~/.ssh/config. */
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  readonly identityFile?: string;
  readonly knownHostsFile?: string;
}

export type ResolvedSshOptions = Pick<
  SshOptions,
  | 'name'
  | 'host'
  | 'port'
  | 'user'
  | 'hostKeyAlias'
  | 'knownHostsFiles'
  | 'privateKeyFiles'
  | 'defaultKeyFiles'
  | 'agent'
  | 'readyTimeoutMs'
  | 'keepaliveMs'
>;

/** The machine that the configuration is read on; a test gives another. */
export interface SshConfigHost {
  readonly home: string;
  readonly userName: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Looked at in this order, as ssh does. */
  readonly configFiles: readonly string[];
  readonly systemKnownHosts: readonly string[];
  /** The agent's socket where the environment names none: Windows' pipe. */
  readonly defaultAgent?: string;
}

/**
 * Settings and ssh's configuration files (with their Includes) together. Throws TransportError `unsupported` for what
 * would change the way the host is reached and is not supported yet: ProxyJump, ProxyCommand.
 * `Match exec` sections are skipped: reading a configuration must not run programs.
 */
export async function resolveSshOptions(
  target: SshTarget,
  machine: SshConfigHost = thisMachine(),
): Promise<ResolvedSshOptions> {
  const configured = await readConfiguration(target, machine);
  const one = (name: string): string | undefined => configured.get(name)?.[0];
  refuseProxies(target.host, one);

  const user = target.user ?? one('user') ?? machine.userName;
  const host = expand(one('hostname') ?? target.host, { h: target.host });
  const port = target.port ?? decodePort(one('port'));
  const tokens = { d: machine.home, h: host, n: target.host, p: String(port), r: user, u: machine.userName };
  const file = (name: string): string => absolute(expand(name, tokens), machine);

  const identities = (configured.get('identityfile') ?? []).filter((name) => name !== 'none').map(file);
  const defaults = ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => path.join(machine.home, '.ssh', name));
  const named = target.identityFile === undefined ? [] : [file(target.identityFile)];
  const userKnownHosts = (
    configured.get('userknownhostsfile') ?? ['~/.ssh/known_hosts', '~/.ssh/known_hosts2']
  )
    .flatMap((names) => names.split(/\s+/))
    .filter((name) => name !== 'none' && name !== '')
    .map(file);
  const alias = one('hostkeyalias');
  const keys = named.length > 0 ? named : identities;
  // With IdentitiesOnly just the files count; which of them the agent holds is not looked up.
  const filesOnly = one('identitiesonly')?.toLowerCase() === 'yes' && keys.length > 0;
  const agent = filesOnly ? undefined : agentSocket(one('identityagent') ?? 'SSH_AUTH_SOCK', machine);
  const timeout = Number(one('connecttimeout'));
  const keepalive = Number(one('serveraliveinterval'));
  return {
    name: target.user === undefined && one('user') === undefined ? target.host : `${user}@${target.host}`,
    host,
    port,
    user,
    ...(alias === undefined ? {} : { hostKeyAlias: alias }),
    knownHostsFiles:
      target.knownHostsFile === undefined
        ? [...userKnownHosts, ...machine.systemKnownHosts]
        : [file(target.knownHostsFile)],
    privateKeyFiles: named,
    defaultKeyFiles: named.length > 0 ? [] : identities.length > 0 ? identities : defaults,
    ...(agent === undefined ? {} : { agent }),
    ...(timeout > 0 ? { readyTimeoutMs: timeout * 1000 } : {}),
    ...(keepalive > 0 ? { keepaliveMs: keepalive * 1000 } : {}),
  };
}

function thisMachine(): SshConfigHost {
  const home = os.homedir();
  const windows = process.platform === 'win32';
  const system = windows ? path.join(process.env.ProgramData ?? 'C:\\ProgramData', 'ssh') : '/etc/ssh';
  return {
    home,
    userName: os.userInfo().username,
    environment: process.env,
    configFiles: [path.join(home, '.ssh', 'config'), path.join(system, 'ssh_config')],
    systemKnownHosts: ['ssh_known_hosts', 'ssh_known_hosts2'].map((name) => path.join(system, name)),
    ...(windows ? { defaultAgent: '\\\\.\\pipe\\openssh-ssh-agent' } : {}),
  };
}

/** Option names in lower case to their values, first first; of most options the first value counts. */
async function readConfiguration(
  target: SshTarget,
  machine: SshConfigHost,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const texts = await Promise.all(machine.configFiles.map((name) => readWithIncludes(name, machine, 0)));
  const text = texts.join('\nHost *\n');
  if (text.trim() === '') return new Map();
  const { default: SSHConfig } = await import('ssh-config');
  let computed: Record<string, string | string[]>;
  try {
    const query = { Host: target.host, ...(target.user === undefined ? {} : { User: target.user }) };
    computed = SSHConfig.parse(text).compute(query, { ignoreCase: true, matchExec: false });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TransportError(
      'fileFailed',
      `${machine.configFiles[0] ?? 'The ssh configuration'} cannot be understood: ${why}. Correct it, or give host, user and key in the settings.`,
      { cause: error },
    );
  }
  return new Map(
    Object.entries(computed).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]),
  );
}

/** The text of a configuration file with its Include lines replaced by what they name; '' where it does not exist. */
async function readWithIncludes(name: string, machine: SshConfigHost, depth: number): Promise<string> {
  const text = await readFile(name, 'utf8').catch(() => '');
  const lines = await Promise.all(
    text.split(/\r?\n/).map(async (line) => {
      // Looking names up (which starts programs) is left to the connection.
      if (/^\s*Canonicalize/i.test(line)) return '';
      const include = /^\s*Include[ \t=]+(.*)$/i.exec(line);
      if (include === null || depth >= 16) return line;
      const base = path.join(machine.home, '.ssh');
      const patterns = (include[1] ?? '').match(/"[^"]*"|\S+/g) ?? [];
      const files = await Promise.all(
        patterns.map((pattern) => glob(path.resolve(base, absolute(pattern.replace(/^"|"$/g, ''), machine)))),
      );
      return (await Promise.all(files.flat().map((file) => readWithIncludes(file, machine, depth + 1)))).join(
        '\n',
      );
    }),
  );
  return lines.join('\n');
}

/** File names for a pattern with `*` and `?` in its last part, sorted. */
async function glob(pattern: string): Promise<readonly string[]> {
  const last = path.basename(pattern);
  if (!/[*?]/.test(last)) return [pattern];
  const directory = path.dirname(pattern);
  const names = await readdir(directory).catch(() => []);
  return names
    .filter((name) => !name.startsWith('.') && matchesPattern(last, name))
    .sort()
    .map((name) => path.join(directory, name));
}

function refuseProxies(host: string, one: (name: string) => string | undefined): void {
  for (const name of ['ProxyJump', 'ProxyCommand']) {
    const value = one(name.toLowerCase());
    if (value === undefined || value.toLowerCase() === 'none') continue;
    throw new TransportError(
      'unsupported',
      `The ssh configuration reaches ${host} through ${name} ${value}, which this extension does not support yet. ` +
        'Use an access point that is reached directly, or run VS Code on the access point.',
    );
  }
}

function decodePort(text: string | undefined): number {
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65536 ? port : 22;
}

/** The agent's socket; `${VARIABLE}` and SSH_AUTH_SOCK name one in the environment. */
function agentSocket(configured: string, machine: SshConfigHost): string | undefined {
  if (configured.toLowerCase() === 'none') return undefined;
  const variable = configured === 'SSH_AUTH_SOCK' ? configured : /^\$\{?(\w+)\}?$/.exec(configured)?.[1];
  if (variable === undefined) return absolute(configured, machine);
  const value = machine.environment[variable];
  return value === undefined || value === '' ? machine.defaultAgent : value;
}

/** Replaces %x by its token; an unknown one stays as it is. */
const expand = (text: string, tokens: Readonly<Record<string, string>>): string =>
  text.replace(/%(.)/g, (whole, letter: string) => (letter === '%' ? '%' : (tokens[letter] ?? whole)));

function absolute(name: string, machine: SshConfigHost): string {
  const expanded = name.replace(
    /\$\{(\w+)\}/g,
    (whole, variable: string) => machine.environment[variable] ?? whole,
  );
  if (expanded === '~') return machine.home;
  if (/^~[\\/]/.test(expanded)) return path.join(machine.home, expanded.slice(2));
  return path.isAbsolute(expanded) ? expanded : path.join(machine.home, '.ssh', expanded);
}
