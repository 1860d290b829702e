/** What the settings and ssh's configuration files say of a host, for the options that this extension knows. */
import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { hostNameOf, readSshConfig, type SshConfig } from './sshConfigFiles.ts';
import { parseJumps, type Jump } from './proxyJump.ts';
import type { AuthMethod, SshOptions, SshProxy, UnknownHostKeys } from './sshOptions.ts';
import { TransportError } from './transport.ts';
import { succeeds } from './userShell.ts';

/** What the user's settings say of an access point; each left out is taken from ~/.ssh/config, then OpenSSH's default. */
export interface SshTarget {
  /** A host name, or a Host alias of ~/.ssh/config. */
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  readonly identityFile?: string;
  readonly knownHostsFile?: string;
  /** Who logs in where neither the settings nor ~/.ssh/config say; the name on this machine when left out. */
  readonly fallbackUser?: string;
}

/** All but the questions, which only a person can answer. */
export type ResolvedSshOptions = Omit<
  SshOptions,
  'confirmUnknownHostKey' | 'askPassphrase' | 'askPassword' | 'askPrompts'
>;

/** The machine that the configuration is read on; a test gives another. */
export interface SshConfigHost {
  readonly home: string;
  readonly userName: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whose paths they are; the one that this runs on when left out. */
  readonly platform?: NodeJS.Platform;
  /** Looked at in this order, as ssh does. */
  readonly configFiles: readonly string[];
  readonly systemKnownHosts: readonly string[];
  /** The agent's socket where the environment names none: Windows' pipe. */
  readonly defaultAgent?: string;
}

/**
 * Settings and ssh's configuration files together. Commands of `Match exec` are run, as ssh runs them: the files are
 * the user's own, or the administrator's. Throws TransportError `fileFailed` for a file that ssh would refuse, too,
 * and `unsupported` for what would change the way the host is reached and is not supported.
 */
export async function resolveSshOptions(
  target: SshTarget,
  machine: SshConfigHost = thisMachine(),
): Promise<ResolvedSshOptions> {
  return resolve(target, machine, { jumps: [], depth: 0 });
}

/** How a host is to be reached where it is a hop itself. */
interface Way {
  /** Hops before this one, which win over its own configuration; none: that decides. */
  readonly jumps: readonly Jump[];
  readonly depth: number;
}

async function resolve(target: SshTarget, machine: SshConfigHost, way: Way): Promise<ResolvedSshOptions> {
  refuseShellCharacters(target);
  const config = await configurationOf(target, machine);
  const one = (name: string): string | undefined => config.get(name)?.[0];
  const isYes = (name: string): boolean => /^(yes|true)$/i.test(one(name) ?? '');

  const user = target.user ?? one('user') ?? target.fallbackUser ?? machine.userName;
  const host = hostNameOf(config, target.host);
  const port = target.port ?? decodePort(one('port'));
  const tokens = tokensOf({ target, machine, config, user, host, port });
  const file = (name: string): string => absolute(expand(name, tokens), machine);

  const identities = (config.get('identityfile') ?? []).filter((name) => name !== 'none').map(file);
  const defaults = ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) =>
    pathsOf(machine).join(machine.home, '.ssh', name),
  );
  const named = target.identityFile === undefined ? [] : [file(target.identityFile)];
  const fileList = (name: string, otherwise: readonly string[]): readonly string[] =>
    (config.get(name) ?? otherwise).filter((one) => one.toLowerCase() !== 'none').map(file);
  const alias = one('hostkeyalias');
  const agent = agentSocket(expand(one('identityagent') ?? 'SSH_AUTH_SOCK', tokens), machine);
  const timeout = Number(one('connecttimeout'));
  const keepalive = one('serveraliveinterval');
  const misses = Number(one('serveralivecountmax'));
  const family = one('addressfamily')?.toLowerCase();
  const proxy = await proxyOf({ target, machine, config, way, tokens, self: { host, port, user } });
  return {
    name: target.user === undefined && one('user') === undefined ? target.host : `${user}@${target.host}`,
    host,
    port,
    user,
    ...(alias === undefined ? {} : { hostKeyAlias: expand(alias, tokens) }),
    knownHostsFiles:
      target.knownHostsFile === undefined
        ? [
            ...fileList('userknownhostsfile', ['~/.ssh/known_hosts', '~/.ssh/known_hosts2']),
            ...fileList('globalknownhostsfile', machine.systemKnownHosts),
          ]
        : [file(target.knownHostsFile)],
    unknownHostKeys: unknownHostKeys(one('stricthostkeychecking')),
    hashKnownHosts: isYes('hashknownhosts'),
    privateKeyFiles: named,
    defaultKeyFiles: named.length > 0 ? [] : identities.length > 0 ? identities : defaults,
    ...(agent === undefined ? {} : { agent }),
    agentKeysOfFilesOnly: isYes('identitiesonly'),
    methods: methodsOf(config),
    asksNothing: isYes('batchmode'),
    ...(timeout > 0 ? { readyTimeoutMs: timeout * 1000 } : {}),
    ...(keepalive === undefined ? {} : { keepaliveMs: seconds(keepalive) * 1000 }),
    ...(misses > 0 ? { keepaliveMisses: misses } : {}),
    ...(family === 'inet' ? { family: 4 as const } : family === 'inet6' ? { family: 6 as const } : {}),
    ...(proxy === undefined ? {} : { proxy }),
  };
}

function thisMachine(): SshConfigHost {
  const home = os.homedir();
  const windows = process.platform === 'win32';
  const system = windows ? path.join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'ssh') : '/etc/ssh';
  return {
    home,
    platform: process.platform,
    userName: os.userInfo().username,
    environment: process.env,
    configFiles: [path.join(home, '.ssh', 'config'), path.join(system, 'ssh_config')],
    systemKnownHosts: ['ssh_known_hosts', 'ssh_known_hosts2'].map((name) => path.join(system, name)),
    ...(windows ? { defaultAgent: '\\\\.\\pipe\\openssh-ssh-agent' } : {}),
  };
}

/** Reads the files; what a `Match exec` names is run with the tokens that are known by then. */
function configurationOf(target: SshTarget, machine: SshConfigHost): Promise<SshConfig> {
  const uid = process.getuid?.();
  return readSshConfig({
    host: target.host,
    ...(target.user === undefined ? {} : { user: target.user }),
    ...(target.port === undefined ? {} : { port: target.port }),
    localUser: machine.userName,
    home: machine.home,
    files: machine.configFiles.map((name, index) => ({
      name,
      base: path.dirname(name),
      // The first one is the user's own.
      ...(index === 0 && uid !== undefined ? { ownedBy: uid } : {}),
    })),
    run: (command, config) => {
      const user = config.get('user')?.[0] ?? machine.userName;
      const host = hostNameOf(config, target.host);
      const port = decodePort(config.get('port')?.[0]);
      return succeeds(expand(command, tokensOf({ target, machine, config, user, host, port })));
    },
  });
}

interface ProxyQuery {
  readonly target: SshTarget;
  readonly machine: SshConfigHost;
  readonly config: SshConfig;
  readonly way: Way;
  readonly tokens: Tokens;
  readonly self: { readonly host: string; readonly port: number; readonly user: string };
}

/** Longest chain of hops; a longer one goes in a circle. */
const maxHops = 16;

async function proxyOf(query: ProxyQuery): Promise<SshProxy | undefined> {
  const { target, machine, config, way, tokens, self } = query;
  const command = config.get('proxycommand')?.[0];
  const written = config.get('proxyjump')?.[0];
  const jumps =
    way.jumps.length > 0
      ? way.jumps
      : written === undefined || written.toLowerCase() === 'none'
        ? []
        : parseJumps(written, target.host);
  const last = jumps.at(-1);
  if (last === undefined) {
    if (command === undefined || command.toLowerCase() === 'none') return undefined;
    if (/^(yes|true)$/i.test(config.get('proxyusefdpass')?.[0] ?? ''))
      throw new TransportError(
        'unsupported',
        `The ssh configuration of ${target.host} has ProxyUseFdpass, which hands an open connection over and is not supported here. Take it out, so that the ProxyCommand passes the bytes on itself.`,
      );
    return { kind: 'command', command: expand(command, tokens) };
  }
  const isItself =
    last.host === self.host && (last.port ?? 22) === self.port && (last.user ?? self.user) === self.user;
  if (isItself || way.depth >= maxHops)
    throw new TransportError(
      'unsupported',
      `The ssh configuration reaches ${target.host} through itself: its ProxyJump ${written ?? ''} goes in a circle. Exclude the hop itself (Host * !${last.host}); ssh refuses this, too.`,
    );
  const via = await resolve(last, machine, { jumps: jumps.slice(0, -1), depth: way.depth + 1 });
  return { kind: 'jump', via };
}

/** Host and user come into command lines of the user's configuration: as OpenSSH, what a shell could take for more is refused. */
function refuseShellCharacters({ host, user }: SshTarget): void {
  if (/^-|[\s'`"$\\;&<>|(){}\p{Cc}]/u.test(host) || host === '')
    throw new TransportError(
      'unsupported',
      `${JSON.stringify(host)} is no host name: expected a name or an address, found characters that a shell would act on, or nothing. Correct it in the settings.`,
    );
  if (user !== undefined && (/^-|['`";&<>|(){}\p{Cc}]|\\$/u.test(user) || user === ''))
    throw new TransportError(
      'unsupported',
      `${JSON.stringify(user)} is no user name: expected a login name, found characters that a shell would act on, or nothing. Correct it in the settings.`,
    );
}

function decodePort(text: string | undefined): number {
  if (text === undefined) return 22;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new TransportError(
    'fileFailed',
    `The ssh configuration says Port ${text}: expected a number from 1 to 65535. Correct it; ssh refuses it, too.`,
  );
}

/** Seconds of a time such as 30, 2m or 1h30m. */
function seconds(text: string): number {
  const factors: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
  return [...text.toLowerCase().matchAll(/(\d+)([smhdw]?)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (factors[unit ?? ''] ?? 1),
    0,
  );
}

function unknownHostKeys(strict: string | undefined): UnknownHostKeys {
  switch (strict?.toLowerCase()) {
    case 'yes':
    case 'true':
      return 'refuse';
    case 'accept-new':
    case 'no':
    case 'off':
    case 'false':
      return 'accept';
    default:
      return 'ask';
  }
}

const allMethods: readonly AuthMethod[] = ['publickey', 'keyboard-interactive', 'password'];

function methodsOf(config: SshConfig): readonly AuthMethod[] {
  const off = (...names: readonly string[]): boolean =>
    names.some((name) => /^(no|false)$/i.test(config.get(name)?.[0] ?? ''));
  const preferred = config.get('preferredauthentications')?.[0]?.split(',');
  const order =
    preferred?.flatMap((name) => allMethods.find((method) => method === name) ?? []) ?? allMethods;
  return order.filter((method) => {
    switch (method) {
      case 'publickey':
        return !off('pubkeyauthentication');
      case 'keyboard-interactive':
        return !off('kbdinteractiveauthentication', 'challengeresponseauthentication');
      case 'password':
        return !off('passwordauthentication');
    }
  });
}

/** The agent's socket; `${VARIABLE}`, `$VARIABLE` and SSH_AUTH_SOCK name one in the environment. */
function agentSocket(configured: string, machine: SshConfigHost): string | undefined {
  if (configured.toLowerCase() === 'none') return undefined;
  const variable = configured === 'SSH_AUTH_SOCK' ? configured : /^\$\{?(\w+)\}?$/.exec(configured)?.[1];
  if (variable === undefined) {
    // Written as Windows shows it, `\\.\pipe\NAME`, it has lost a backslash: two in a row stand for one there.
    const pipe = machine.platform === 'win32' && /^\\\.\\pipe\\/i.test(configured);
    return pipe ? `\\${configured}` : absolute(configured, machine);
  }
  const value = machine.environment[variable];
  return value === undefined || value === '' ? machine.defaultAgent : value;
}

type Tokens = Readonly<Record<string, string>>;

/** ssh_config(5), TOKENS. */
function tokensOf(facts: {
  readonly target: SshTarget;
  readonly machine: SshConfigHost;
  readonly config: SshConfig;
  readonly user: string;
  readonly host: string;
  readonly port: number;
}): Tokens {
  const { target, machine, config, user, host } = facts;
  const port = String(facts.port);
  const here = os.hostname();
  return {
    C: createHash('sha1').update(`${here}${host}${port}${user}`).digest('hex'),
    d: machine.home,
    h: host,
    i: String(process.getuid?.() ?? 0),
    j: config.get('proxyjump')?.[0] ?? '',
    k: config.get('hostkeyalias')?.[0] ?? target.host,
    L: here.split('.')[0] ?? here,
    l: here,
    n: target.host,
    p: port,
    r: user,
    u: machine.userName,
  };
}

/** Replaces %x by its token; an unknown one stays as it is. */
const expand = (text: string, tokens: Tokens): string =>
  text.replace(/%(.)/g, (whole, letter: string) => (letter === '%' ? '%' : (tokens[letter] ?? whole)));

function absolute(name: string, machine: SshConfigHost): string {
  const expanded = name.replace(
    /\$\{(\w+)\}/g,
    (whole, variable: string) => machine.environment[variable] ?? whole,
  );
  if (expanded === '~') return machine.home;
  const paths = pathsOf(machine);
  if (/^~[\\/]/.test(expanded)) return paths.join(machine.home, expanded.slice(2));
  return paths.isAbsolute(expanded) ? expanded : paths.join(machine.home, '.ssh', expanded);
}

const pathsOf = ({ platform = process.platform }: SshConfigHost): path.PlatformPath =>
  platform === 'win32' ? path.win32 : path.posix;
