import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { buildShim } from '../../scripts/buildShim.mjs';
import { build } from '../../scripts/build.mjs';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import { fileNames, type ShimEvent } from '../../shim/src/protocol.ts';
import { until } from '../support/until.ts';

/** A DMTCP to test with, and how the shim runs. */
export interface Flavour {
  readonly name: string;
  /** Root of the installation; undefined: not on this machine. */
  readonly root: string | undefined;
  readonly shim: 'static' | 'node';
}

const noRealDmtcp = 'DMTCP_ROOT is not set: no real DMTCP on this machine';

export const flavours: readonly Flavour[] = [
  { name: 'the DMTCP stand-in', root: buildStandin(), shim: 'static' },
  { name: 'the DMTCP stand-in, under Node', root: buildStandin(), shim: 'node' },
  { name: 'a real DMTCP', root: process.env['DMTCP_ROOT'], shim: 'static' },
];

/** Command that starts the shim; builds it when it is not up to date. */
export async function shimCommand(kind: Flavour['shim']): Promise<readonly string[]> {
  if (kind === 'static') return [await buildShim()];
  await build('shim');
  return [process.execPath, path.resolve('dist/shim/shim_dmtcp.js')];
}

export interface Ended {
  /** The exit code, or 128 + the signal's number. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningShim {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  signal(name: NodeJS.Signals): void;
}

/** What a job is given; everything that an execute host's sandbox has. */
export interface SandboxOptions {
  readonly flavour: Flavour;
  /** DMTCP's files lie flat in the sandbox, as the package command sends them. Default true. */
  readonly packaged?: boolean;
  /** Further lines of the job ad. */
  readonly ad?: readonly string[];
  readonly machineAd?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  /** Descriptors that the shim inherits besides the three, as a batch system may leave them open. */
  readonly openFrom3?: readonly number[];
  /** The job has a /tmp of its own, made from the sandbox's tmp/, as HTCondor does it. Needs root. */
  readonly privateTmp?: boolean;
}

const inPrivateTmp = [
  ...['/usr/bin/unshare', '--mount', '--propagation', 'private'],
  ...['/bin/sh', '-c', 'mkdir -p tmp && /bin/mount --bind "$PWD/tmp" /tmp && exec "$@"', 'sh'],
];

let jobs = 0;

/** A job's sandbox as HTCondor would make it, on this machine. */
export class Sandbox {
  readonly cluster = process.pid * 100 + ++jobs;
  readonly job = `${this.cluster}.0`;
  readonly #base = fs.mkdtempSync(path.resolve('build/sandbox-'));
  readonly #running = new Set<ChildProcess>();
  #number = 1;

  constructor(readonly options: SandboxOptions) {
    fs.mkdirSync(this.directory);
    this.#fill();
  }

  get directory(): string {
    return path.join(this.#base, `dir_${this.#number}`);
  }

  #fill(): void {
    const { flavour, packaged = true, ad = [], machineAd = [], files = {} } = this.options;
    const root = flavour.root ?? '';
    const inputs = ['counter'];
    fs.copyFileSync(path.join(buildStandin(), 'counter'), this.file('counter'));
    if (packaged) {
      const tools = ['dmtcp_launch', 'dmtcp_coordinator', 'dmtcp_command', 'dmtcp_restart', 'mtcp_restart'];
      const libraries = fs
        .readdirSync(path.join(root, 'lib/dmtcp'))
        .filter((name) => /^libdmtcp.*\.so$/.test(name));
      for (const name of tools) fs.copyFileSync(path.join(root, 'bin', name), this.file(name));
      for (const name of libraries) fs.copyFileSync(path.join(root, 'lib/dmtcp', name), this.file(name));
      inputs.push(...tools, ...libraries);
    }
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(this.file(name), text);
    const lines = [
      `ClusterId = ${this.cluster}`,
      'ProcId = 0',
      `TransferInput = "${inputs.join(',')}"`,
      ...ad,
    ];
    fs.writeFileSync(this.file('.job.ad'), `${lines.join('\n')}\n`);
    fs.writeFileSync(this.file('.machine.ad'), `${machineAd.join('\n')}\n`);
  }

  /** An installation outside the sandbox, with the launcher and the library under these names; returns its root. */
  installation([launcher, library]: readonly [launcher: string, library: string]): string {
    const root = path.join(this.#base, 'dmtcp');
    const from = this.options.flavour.root ?? '';
    fs.cpSync(from, root, { recursive: true, filter: (name) => !name.includes('counter') });
    fs.renameSync(path.join(root, 'bin/dmtcp_launch'), path.join(root, 'bin', launcher));
    fs.copyFileSync(path.join(from, 'lib/dmtcp/libdmtcp.so'), path.join(root, 'lib/dmtcp', library));
    return root;
  }

  file(name: string): string {
    return path.join(this.directory, name);
  }

  read(name: string): string {
    return fs.existsSync(this.file(name)) ? fs.readFileSync(this.file(name), 'utf8') : '';
  }

  list(pattern: RegExp): readonly string[] {
    return fs.readdirSync(this.directory).filter((name) => pattern.test(name));
  }

  /** What a job's environment has in a pool, and `more`. */
  environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
    return {
      ...(this.options.flavour.shim === 'node' ? { PATH: '/usr/bin:/bin' } : {}),
      _CONDOR_SCRATCH_DIR: this.directory,
      _CONDOR_JOB_AD: this.file('.job.ad'),
      _CONDOR_MACHINE_AD: this.file('.machine.ad'),
      ...more,
    };
  }

  /** Starts the shim with these arguments. */
  async start(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<RunningShim> {
    const command = [
      ...(this.options.privateTmp === true ? inPrivateTmp : []),
      ...(await shimCommand(this.options.flavour.shim)),
    ];
    const [program = '', ...before] = command;
    const child = spawn(program, [...before, ...args], {
      cwd: this.directory,
      env: this.environment(more),
      stdio: ['ignore', 'pipe', 'pipe', ...(this.options.openFrom3 ?? [])],
    });
    this.#running.add(child);
    const text = { stdout: '', stderr: '' };
    child.stdout?.on('data', (data: Buffer) => (text.stdout += data.toString()));
    child.stderr?.on('data', (data: Buffer) => (text.stderr += data.toString()));
    const ended = new Promise<Ended>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        this.#running.delete(child);
        resolve({ code: code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]), ...text });
      });
    });
    return { pid: child.pid ?? 0, ended, signal: (name) => void child.kill(name) };
  }

  /** Starts the shim and waits for its end. */
  async run(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return (await this.start(args, more)).ended;
  }

  /** The job goes to another sandbox: files only, as HTCondor transfers them; the old directory is deleted. */
  move(): void {
    const from = this.directory;
    this.#number++;
    fs.mkdirSync(this.directory);
    for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
      if (entry.isFile() || entry.isSymbolicLink())
        fs.copyFileSync(path.join(from, entry.name), this.file(entry.name));
    }
    this.#fill();
    fs.rmSync(from, { recursive: true });
  }

  get events(): readonly ShimEvent[] {
    const lines = this.read(fileNames.events(this.job))
      .split('\n')
      .filter((line) => line !== '');
    // The shim wrote them; the schema is what these tests are about.
    return lines.map((line) => JSON.parse(line) as ShimEvent);
  }

  count(event: ShimEvent['event']): number {
    return this.events.filter((one) => one.event === event).length;
  }

  /** Waits until the file has at least so many lines. */
  lines(name: string, count: number): Promise<unknown> {
    return until(`${count} lines in ${name}`, () => this.read(name).split('\n').length > count, {
      everyMs: 10,
      describe: () => `${this.read(name).length} bytes\n${this.read('shim.log')}`,
    });
  }

  /** Processes that still have the job's directories open or in their command line. */
  leftovers(): readonly string[] {
    return fs.readdirSync('/proc').filter((name) => {
      if (!/^\d+$/.test(name) || Number(name) === process.pid) return false;
      try {
        const text = fs.readFileSync(`/proc/${name}/cmdline`, 'utf8') + fs.readlinkSync(`/proc/${name}/cwd`);
        return text.includes(this.#base) || text.includes(`-${this.job}/`);
      } catch (error) {
        if (error instanceof Error) return false; // gone, or not ours
        throw error;
      }
    });
  }

  /** Everything of the job dies at one moment, as with its machine; the sandbox stays. */
  async crash(shim: RunningShim): Promise<void> {
    const program = this.events.find((one) => one.event === 'running');
    assert.ok(program?.event === 'running');
    process.kill(program.pid, 'SIGSTOP');
    shim.signal('SIGKILL');
    await shim.ended;
    for (const pid of this.leftovers()) process.kill(Number(pid), 'SIGKILL');
    await until('the crash to be complete', () => this.leftovers().length === 0);
  }

  /** Directories of the shim that are left in /tmp. */
  temporary(): readonly string[] {
    return fs
      .readdirSync('/tmp')
      .filter((name) => name.startsWith('shim_dmtcp-') && name.endsWith(`-${this.job}`));
  }

  /** Kills what is left and removes everything. */
  clear(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    for (const pid of this.leftovers()) process.kill(Number(pid), 'SIGKILL');
    fs.rmSync(this.#base, { recursive: true, force: true });
    for (const name of this.temporary()) fs.rmSync(path.join('/tmp', name), { recursive: true, force: true });
  }
}

/** "1\n2\n...N\n" */
export const numbers = (count: number): string =>
  Array.from({ length: count }, (_, i) => `${i + 1}\n`).join('');

/** Runs `body` in a fresh sandbox; afterwards nothing of the job may be left on the machine. */
export async function inSandbox(
  t: TestContext,
  flavour: Flavour,
  body: (sandbox: Sandbox) => Promise<void>,
  more: Omit<SandboxOptions, 'flavour'> = {},
): Promise<void> {
  if (flavour.root === undefined) {
    t.skip(noRealDmtcp);
    return;
  }
  const sandbox = new Sandbox({ flavour, ...more });
  try {
    await body(sandbox);
    assert.deepEqual(sandbox.leftovers(), [], 'no process is left');
    assert.deepEqual(sandbox.temporary(), [], 'nothing is left in /tmp');
  } catch (error) {
    t.diagnostic(sandbox.read('shim.log'));
    throw error;
  } finally {
    sandbox.clear();
  }
}
