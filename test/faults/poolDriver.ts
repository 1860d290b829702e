/** Runs jobs in a real HTCondor pool; faults reach the running job's processes and files from outside. */
import * as fs from 'node:fs';
import path from 'node:path';
import { buildShim } from '../../scripts/buildShim.mjs';
import { startPool, type Pool } from '../pool/pool.ts';
import { until } from '../support/until.ts';
import { atomic, type Dmtcp } from './dmtcp.ts';
import { countOf, endOfStart, finalOf } from './eventLog.ts';
import { fillInputs } from './inputs.ts';
import { argumentsOf, type Driver, type Final, type Job, type JobSpec, type Start } from './job.ts';
import {
  allProcesses,
  commandLine,
  inWorkingDirectory,
  mountsOf,
  numbersOf,
  parentOf,
  placeOf,
  signal,
} from './processes.ts';
import { submitCommands } from './recipe.ts';
import { Story } from './story.ts';
import { environmentOf } from './switches.ts';

const execute = '/var/lib/condor/execute';

/** What a program of this machine needs to run elsewhere; not libatomic, which a fault wants to miss. */
const library = [
  ...['ld-linux-x86-64.so.2', 'libc.so.6', 'libm.so.6', 'libdl.so.2', 'libpthread.so.0', 'librt.so.1'],
  ...['libgcc_s.so.1', 'libstdc++.so.6'],
];
const ownLibrary = '/opt/own-library';

/** @param options.ownLibrary programs use this machine's C library instead of the pool's */
export async function poolDriver(options: { readonly ownLibrary?: boolean } = {}): Promise<Driver> {
  const pool = await startPool({ name: 'faults', progress: (line) => console.log(line) });
  const pids = fs
    .readFileSync(path.join(path.dirname(pool.root), 'pids'), 'utf8')
    .trim()
    .split(' ');
  const host = new PoolHost(pool, Number(pids[1]));
  // The pool's own 20 s are for tests that wait for their end; a large program on a busy machine needs more.
  await host.configure('allowed', 'MachineMaxVacateTime = 120');
  const shim = await buildShim();
  if (options.ownLibrary === true) {
    const directory = path.join(host.view, ownLibrary);
    fs.mkdirSync(directory, { recursive: true });
    for (const name of library)
      fs.copyFileSync(path.join('/lib/x86_64-linux-gnu', name), path.join(directory, name));
    await host.run('root', 'chmod', '-R', 'a+rX', ownLibrary);
    await host.run('root', 'chmod', 'a+x', `${ownLibrary}/ld-linux-x86-64.so.2`);
  }
  return {
    ...(options.ownLibrary === true ? { ownLibrary } : {}),
    name: `pool (HTCondor ${pool.version})`,
    parallel: 3,
    pace: 2,
    alone: (fault) => fault === 'diskFull' || fault === 'sharedTmp',
    cannot: () => undefined,
    submit: (spec) => PoolJob.submit(host, spec, shim),
    stop: () => pool.stop(),
  };
}

/** The machine that the pool is. */
class PoolHost {
  readonly #tools = new Set<string>();
  #jobs = 0;
  constructor(
    readonly pool: Pool,
    /** Its first process, as this process sees it. */
    readonly first: number,
  ) {}

  /** The pool's root folder with what is mounted in it. */
  get view(): string {
    return `/proc/${this.first}/root`;
  }

  /** Processes of this pool; jobs of other pools on this machine may have the same numbers. */
  processes(): readonly number[] {
    const own = numbersOf(this.first);
    return allProcesses().filter((pid) => numbersOf(pid) === own);
  }

  /** Runs a command that must succeed; returns what it prints. */
  async run(user: string, ...command: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.pool.exec(user, command);
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${stderr}${stdout}`);
    return stdout;
  }

  /** Adds a piece of configuration, or takes it away. */
  async configure(name: string, text: string | undefined): Promise<void> {
    const file = path.join(this.view, 'etc/condor/config.d', `99-z-faults-${name}.config`);
    if (text === undefined) fs.rmSync(file, { force: true });
    else fs.writeFileSync(file, `${text}\n`);
    await this.run('root', 'condor_reconfig');
  }

  /** A directory in the user's home folder; each job has its own. */
  newDirectory(cell: string): string {
    return `${cell.replace('/', '-')}-${++this.#jobs}`;
  }

  /** DMTCP's tools in the pool, for the scripts that replace them. */
  async toolsOf(dmtcp: Dmtcp): Promise<string> {
    const inside = `/home/alice/tools-${path.basename(dmtcp.root)}`;
    if (!this.#tools.has(inside)) {
      this.#tools.add(inside);
      for (const part of ['bin', 'lib/dmtcp'])
        fs.cpSync(path.join(dmtcp.root, part), path.join(this.view, inside, part), { recursive: true });
      await this.run('root', 'chown', '-R', 'alice:', inside);
    }
    return `${inside}/bin`;
  }
}

class PoolJob implements Job {
  readonly story: Story;
  #current: Start | undefined;
  #shrunk = false;

  private constructor(
    readonly host: PoolHost,
    readonly spec: JobSpec,
    readonly id: string,
    /** Submit directory, as this process sees it. */
    readonly directory: string,
  ) {
    this.story = new Story(id);
  }

  static async submit(host: PoolHost, spec: JobSpec, shim: string): Promise<PoolJob> {
    const { setup } = spec;
    if (setup.sharedTmp === true) await host.configure('tmp', 'MOUNT_UNDER_SCRATCH =');
    if (setup.ownDisk === true) {
      await host.run('root', 'mount', '-t', 'tmpfs', '-o', 'size=3g,mode=755', 'tmpfs', execute);
      await host.run('root', 'chown', 'condor:', execute);
    }
    const name = host.newDirectory(spec.cell);
    const inside = `/home/alice/${name}`;
    const directory = path.join(host.view, inside);
    fs.mkdirSync(directory);
    fs.copyFileSync(shim, path.join(directory, 'shim_dmtcp'));
    const inputs = fillInputs(spec, directory);
    const environment = environmentOf(spec, `${inside}/switch`, await host.toolsOf(spec.dmtcp));
    fs.writeFileSync(path.join(directory, 'job.sub'), submitText(spec, inputs, environment));
    await host.run('root', 'chown', '-R', 'alice:', inside);
    if (setup.switched !== undefined) fs.writeFileSync(path.join(directory, 'switch'), '');
    if (setup.switched === 'portFile') fs.rmSync(path.join(directory, 'switch')); // its job begins well
    const said = await host.run('alice', 'sh', '-c', `cd ${name} && condor_submit -terse job.sub`);
    const id = /^\d+\.\d+/.exec(said)?.[0];
    if (id === undefined) throw new Error(`condor_submit said: ${said}`);
    return new PoolJob(host, spec, id, directory);
  }

  #log(): string {
    const file = path.join(this.directory, 'job.log');
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  }

  async start(number: number): Promise<Start> {
    const shim = await until(
      `start ${number}`,
      () => {
        const final = finalOf(this.#log());
        if (final !== undefined) throw new Error(`no start ${number}: ${JSON.stringify(final)}`);
        if (countOf(this.#log(), '001') < number || endOfStart(this.#log(), number)) return undefined;
        return this.#findShim();
      },
      { timeoutMs: 120_000, everyMs: 50, describe: () => this.#log() },
    );
    // From below the machine's root: a test that runs in a chroot sees more of the path than the shim does.
    const seen = placeOf(shim);
    const place = seen.slice(Math.max(0, seen.indexOf(execute)));
    const mounts = mountsOf(shim);
    this.story.begin(number, place);
    this.#current = {
      number,
      directory: path.join(this.host.view, place),
      shim,
      // Alone in its mount namespace, unless /tmp is shared; no fault needs the processes then.
      family: () => this.host.processes().filter((pid) => mountsOf(pid) === mounts),
    };
    return this.#current;
  }

  #findShim(): number | undefined {
    const cluster = new RegExp(`^ClusterId = ${this.id.split('.')[0] ?? ''}$`, 'm');
    return this.host
      .processes()
      .find(
        (pid) =>
          /shim_dmtcp|condor_exec/.test(commandLine(pid)) && cluster.test(inWorkingDirectory(pid, '.job.ad')),
      );
  }

  async softKill({ hold = false }: { readonly hold?: boolean } = {}): Promise<void> {
    // Not by condor_hold: an idle job starts again by itself when its requirements are mended.
    if (hold) await this.#edit('Requirements', 'False');
    await this.host.run('alice', 'condor_vacate_job', this.id);
  }

  async hardKill(): Promise<void> {
    await this.host.run('alice', 'condor_vacate_job', '-fast', this.id);
  }

  killStarter(): Promise<void> {
    const starter = parentOf(this.#current?.shim ?? 0);
    if (!/condor_starter/.test(commandLine(starter)) || !signal(starter, 'SIGKILL'))
      throw new Error(`process ${starter} is no starter: ${commandLine(starter)}`);
    return Promise.resolve();
  }

  async over(number: number): Promise<void> {
    await until(
      `the end of start ${number}`,
      () => {
        if (this.#current?.number === number) this.story.look(number, this.#current.directory);
        return endOfStart(this.#log(), number);
      },
      { timeoutMs: 180_000, everyMs: 50, describe: () => this.#log() },
    );
    // A start that fails at once is over before it is seen.
    if (this.#current?.number !== number) this.story.end(number, this.directory);
    for (const place of [this.stored(), this.directory]) this.story.look(number, place);
    if (this.#shrunk) await this.host.run('root', 'mount', '-o', 'remount,size=3g', execute);
    this.#shrunk = false;
  }

  finished(): number {
    const log = this.#log();
    let number = 0;
    while (endOfStart(log, number + 1)) number++;
    return number;
  }

  stored(): string {
    const [cluster = '', proc = ''] = this.id.split('.');
    const directories = [Number(cluster) % 10_000, Number(proc) % 10_000].join('/');
    return path.join(
      this.host.view,
      `var/spool/condor/${directories}/cluster${cluster}.proc${proc}.subproc0`,
    );
  }

  async release(): Promise<void> {
    await this.#edit('Requirements', 'True');
  }

  async setSwitch(on: boolean): Promise<void> {
    const file = path.join(this.directory, 'switch');
    if (on) fs.writeFileSync(file, '');
    else fs.rmSync(file, { force: true });
    if (on || this.spec.setup.switched !== 'atomic' || this.spec.dmtcp.standin) return;
    // The machine is as bare as ever: the user ships what it lacks.
    fs.copyFileSync(atomic, path.join(this.directory, path.basename(atomic)));
    const inputs = await this.host.run('alice', 'condor_q', this.id, '-af', 'TransferInput');
    const changed = `"${inputs.trim()},${path.basename(atomic)}"`;
    await this.#edit('TransferInput', changed);
  }

  async #edit(attribute: string, expression: string): Promise<void> {
    await this.host.run('alice', 'condor_qedit', this.id, attribute, expression);
  }

  async shrinkDisk(): Promise<void> {
    const used = (await this.host.run('root', 'df', '--output=used', '-B1', execute)).split('\n')[1] ?? '';
    this.#shrunk = true;
    await this.host.run('root', 'mount', '-o', `remount,size=${Number(used) + 65_536}`, execute);
  }

  final(): Promise<Final> {
    return until(
      'the end of the job',
      () => {
        const final = finalOf(this.#log());
        if (final === undefined) return undefined;
        return typeof final === 'number'
          ? ({ kind: 'ended', code: final, directory: this.directory } as const)
          : ({ kind: 'other', text: final } as const);
      },
      { timeoutMs: 240_000, everyMs: 100, describe: () => this.#log() },
    );
  }

  async leftBehind(): Promise<readonly string[]> {
    const names = fs
      .readdirSync(path.join(this.host.view, 'tmp'))
      .filter((name) => name.endsWith(`-${this.id}`));
    const running = this.host.processes().filter((pid) => commandLine(pid).includes(`-${this.id}/`));
    return Promise.resolve([
      ...names.map((name) => `left in /tmp: ${name}`),
      ...running.map((pid) => `left running: ${commandLine(pid)}`),
    ]);
  }

  async clear(): Promise<void> {
    const { setup } = this.spec;
    if (finalOf(this.#log()) === undefined) {
      // An idle job that stays behind with its requirements edited keeps its whole autocluster from being matched; -forcex
      // removes only what is being removed already.
      await this.host.pool.exec('alice', ['condor_rm', this.id]);
      await this.host.pool.exec('alice', ['condor_rm', '-forcex', this.id]);
      await until('the job to be gone', () => this.#findShim() === undefined, { timeoutMs: 60_000 });
    }
    if (setup.sharedTmp === true) await this.host.configure('tmp', undefined);
    if (setup.ownDisk === true) await this.host.run('root', 'umount', '--lazy', execute);
    fs.rmSync(this.directory, { recursive: true, force: true });
  }
}

function submitText(
  spec: JobSpec,
  inputs: readonly string[],
  environment: Readonly<Record<string, string>>,
): string {
  const { allowedSeconds } = spec.setup;
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const large = spec.program.large === true;
  const commands: readonly (readonly [string, string])[] = [
    ...submitCommands,
    ['arguments', argumentsOf(spec).join(' ')],
    ['transfer_input_files', inputs.join(', ')],
    ...(variables.length > 0 ? [['environment', `"${variables.join(' ')}"`] as const] : []),
    ...(allowedSeconds === undefined ? [] : [['job_max_vacate_time', String(allowedSeconds)] as const]),
    ...[['log', 'job.log'] as const, ['output', 'shim.out'] as const, ['error', 'shim.err'] as const],
    ['request_memory', large ? '500M' : '100M'],
    ['request_disk', '200M'],
  ];
  return `${commands.map(([name, value]) => `${name} = ${value}`).join('\n')}\nqueue\n`;
}
