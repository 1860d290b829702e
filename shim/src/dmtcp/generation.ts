/**
 * What differs between DMTCP's generations, as far as the shim uses it. A generation is recognised by the text of
 * `--help`, never by its version number: patched and development builds lie about the number, not about their options.
 */

/** `dmtcp_command --status`, decoded. */
export interface Status {
  readonly peers: number;
  readonly running: boolean;
}

/** How an eviction's checkpoint is made. */
export type CheckpointAndKill =
  /** One request does both; the program stops at the checkpoint. 3.0 and later. */
  | { readonly kind: 'together'; readonly request: readonly string[] }
  /** A blocking checkpoint, then a kill: what the program prints in between is printed again. Up to 2.6. */
  | { readonly kind: 'apart'; readonly checkpoint: readonly string[]; readonly kill: readonly string[] };

export interface CoordinatorOptions {
  readonly portFile: string;
  readonly logFile: string;
  /** For the restart script, which lists the images of a checkpoint. */
  readonly directory: string;
  /** Seconds between checkpoints, 0 for none. */
  readonly interval: number;
}

export interface LaunchOptions {
  readonly port: number;
  /** For the images. */
  readonly directory: string;
  /** Path of a shared object to load into the program besides DMTCP's. */
  readonly plugin?: string;
}

export interface Generation {
  /** For people. */
  readonly name: string;
  readonly launchTool: 'dmtcp_launch' | 'dmtcp_checkpoint';
  readonly checkpointAndKill: CheckpointAndKill;
  coordinator(options: CoordinatorOptions): readonly string[];
  /** The coordinator writes its port to a file, and removes that when it ends; else it prints `Port: N` as it starts. */
  readonly writesPort: boolean;
  launch(options: LaunchOptions): readonly string[];
  /** Files of a program are found in a new directory only with the plugin of relocation.ts. 3.0 to 4.0. */
  readonly needsRelocation: boolean;
  restart(options: { readonly port: number; readonly images: readonly string[] }): readonly string[];
  /** What a user should know before the first eviction; one sentence each. */
  readonly limitations: readonly string[];
}

/** Help texts of the tools, standard output and error together; empty when a tool is missing. */
export interface HelpTexts {
  readonly coordinator: string;
  readonly command: string;
  readonly launch: string;
}

/** undefined when the tools are none that the shim can drive; the caller says so. */
export function chooseGeneration(help: HelpTexts): Generation | undefined {
  if (!help.coordinator.includes('--daemon')) {
    return help.coordinator.includes('--background') ? generation1 : undefined;
  }
  if (!help.coordinator.includes('--port-file')) return undefined;
  const coordinatorLog = help.coordinator.includes('--coord-logfile');
  const scriptDirectory = help.coordinator.includes('--ckptdir');
  const quietLaunch = help.launch.includes('--quiet');
  const common = {
    launchTool: 'dmtcp_launch',
    writesPort: true,
    coordinator: (options: CoordinatorOptions) => [
      '--daemon',
      '--exit-on-last',
      '--port',
      '0',
      '--port-file',
      options.portFile,
      '--interval',
      String(options.interval),
      ...(scriptDirectory ? ['--ckptdir', options.directory] : []),
      ...(coordinatorLog ? ['--coord-logfile', options.logFile] : []),
    ],
    launch: (options: LaunchOptions) => [
      ...(quietLaunch ? ['-q'] : []),
      '-j',
      '--port',
      String(options.port),
      '--ckptdir',
      options.directory,
      ...(options.plugin === undefined ? [] : ['--with-plugin', options.plugin]),
    ],
    restart: (options: { readonly port: number; readonly images: readonly string[] }) => [
      '-j',
      '--port',
      String(options.port),
      ...options.images,
    ],
  } as const;
  if (!help.command.includes('kcheckpoint')) return { ...common, ...generation2 };
  // 4.1 began both to find files in a new directory and to list this option.
  if (help.launch.includes('--kernel-loader')) return { ...common, ...generation4 };
  const plugins = help.launch.includes('--with-plugin');
  return { ...common, ...generation3, needsRelocation: plugins, limitations: plugins ? [] : immovable };
}

const together: CheckpointAndKill = { kind: 'together', request: ['--kcheckpoint'] };

const generation4 = {
  name: '4.1 or later',
  checkpointAndKill: together,
  needsRelocation: false,
  limitations: [],
} as const;

const generation3 = { name: '3.x or 4.0', checkpointAndKill: together } as const;

const immovable = [
  'DMTCP 3.x without plugins restarts in a new directory only programs that hold no files open there; 4.1 and later have no such limit.',
] as const;

const generation2 = {
  name: '2.x',
  // -kc of 2.x is read as -k and would kill without a checkpoint.
  checkpointAndKill: { kind: 'apart', checkpoint: ['--bcheckpoint'], kill: ['--kill'] },
  needsRelocation: false,
  limitations: [
    'DMTCP before 3.0 cannot checkpoint and kill in one step: the program runs on in between, and what it did then is done again after the restart. Lines on its standard output are cut off; what it tells others comes twice.',
    'DMTCP 2.x does not get into programs of C library 2.34 and later, and its restart fails on kernels of today (2.6.0 on Linux 6.18); 4.1 and later have no such limit.',
  ],
} as const;

/** From the tools' help texts and what the classic shim did with them; no 1.x has been run by this one. */
const generation1: Generation = {
  ...generation2,
  name: '1.x',
  launchTool: 'dmtcp_checkpoint',
  writesPort: false,
  coordinator: ({ directory, interval }) => [
    '--background',
    '--exit-on-last',
    '--port',
    '0',
    '--interval',
    String(interval),
    '--ckptdir',
    directory,
  ],
  launch: ({ port, directory }) => ['-q', '-j', '--port', String(port), '--ckptdir', directory],
  restart: ({ port, images }) => ['-q', '-j', '--port', String(port), ...images],
  limitations: [
    ...generation2.limitations.slice(0, 1),
    'DMTCP 1.x does not run on kernels and C libraries of today; 4.1 and later do.',
  ],
};

/** The port in what a coordinator of 1.x prints as it starts. */
export const printedPort = (text: string): number => Number(/^\s*Port: (\d+)/m.exec(text)?.[1] ?? '0');

/** `dmtcp_command --status`; undefined when the text is none (no coordinator, or an error). */
export function parseStatus(text: string): Status | undefined {
  const peers = /^\s*NUM_PEERS=(\d+)/m.exec(text)?.[1];
  const running = /^\s*RUNNING=(yes|no)/m.exec(text)?.[1];
  if (peers === undefined || running === undefined) return undefined;
  return { peers: Number(peers), running: running === 'yes' };
}

/** Complete checkpoints that a coordinator's log tells of (3.0 and later; every spelling of the line). */
export const countCheckpoints = (log: string): number => log.match(/Wrote restart script/g)?.length ?? 0;

/** Checkpoints that a coordinator's log tells the begin of, completed or not. */
export const countBegun = (log: string): number => log.match(/starting checkpoint[;,]/g)?.length ?? 0;

/** Whether a coordinator's log shows that someone asked it to kill the program, before the program left by itself. */
export function killedByCommand(log: string): boolean {
  const request = log.search(/illing all connected peers/i);
  if (request < 0) return false;
  // Every coordinator writes that line as well when its last client has gone.
  const lastClient = log.search(/last client exited/);
  return lastClient < 0 || request < lastClient;
}

/**
 * Whether a coordinator's log shows that it refused a process which the program had just started by fork(). After a
 * restart it does so when it hears of that process before it hears that the program runs again: a race, more likely
 * under load, of which the images know nothing. The refused fork() ends the program with DMTCP's "Connection rejected
 * by the coordinator" (3.2.0, 4.2.0 and main, each tried). Only fork() and dmtcp_launch are refused so, never
 * dmtcp_restart, and a process forks only once all of them have passed the barrier of the restart: the program had run
 * on beyond its checkpoint.
 */
export const refusedFork = (log: string): boolean => /Current computation (is )?not (in )?RUNNING/.test(log);

/**
 * The first error in one of DMTCP's log files, as one line; undefined when there is none.
 * 3.x and 4.x write "Error] at FILE ... REASON='...", main writes "ASSERT at", 2.x "ERROR at"; a message may follow on
 * the same line or some lines later.
 */
export function firstError(log: string): string | undefined {
  const lines = log.replace(colours, '').split('\n');
  const at = lines.findIndex((line) => /\bError\] at |(^|> )ASSERT at |\] ERROR at /.test(line));
  if (at < 0) return undefined;
  const line = lines[at] ?? '';
  const block = lines.slice(at, at + 12).join('\n');
  const message = /Message: *([^\n]+(?:\n *Reason: [^\n]+)?)/.exec(block)?.[1]?.replace(/\n */, ' ');
  const reason = /REASON='(.*?)'?$/.exec(line)?.[1] ?? line.replace(/^.*?ASSERT at /, '');
  // "PROGRAM: Terminating..." ends every message and says nothing.
  const text = (message === undefined ? reason : `${message} [${reason.split(';')[0] ?? ''}]`).replace(
    / {4}\S+: Terminating\.\.\./,
    '',
  );
  return text
    .replace(/;Message:.*/, '')
    .trim()
    .slice(0, 300);
}

/** DMTCP colours its messages in files too. */
// eslint-disable-next-line no-control-regex
const colours = /\u001b\[[\d;]*m/g;

/** Names of the images in a restart script, without their directories, in its order; none when it lists none. */
export function imagesOfScript(script: string): readonly string[] {
  const list = /^given_ckpt_files="([^"]*)"/m.exec(script)?.[1] ?? '';
  return list
    .split(/\s+/)
    .filter((path) => path !== '')
    .map((path) => path.slice(path.lastIndexOf('/') + 1));
}
