/** Runs jobs as HTCondor's starter and schedd would, without them: sandboxes, transfer, evictions, starting again. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { shimCommand } from '../shim/sandbox.ts';
import { until } from '../support/until.ts';
import { fillInputs } from './inputs.ts';
import { argumentsOf, type Driver, type Final, type Job, type JobSpec, type Start } from './job.ts';
import { allProcesses, commandLine, mountsOf, programOf, signal } from './processes.ts';
import { afterEnd, expressionOf } from './recipe.ts';
import { Story } from './story.ts';
import { environmentOf } from './switches.ts';
import { atomic } from './dmtcp.ts';

export function sandboxDriver(): Driver {
  let jobs = 0;
  return {
    name: 'sandbox',
    parallel: 2,
    pace: 1,
    alone: () => false,
    cannot: (fault) =>
      fault === 'killStarter' || fault === 'fastVacate'
        ? 'only in a pool: there is no starter here'
        : undefined,
    submit: (spec) => Promise.resolve(new SandboxJob(spec, process.pid * 100 + ++jobs)),
    stop: () => Promise.resolve(),
  };
}

/** Seconds, where the cell says nothing. */
const allowedUsually = 60;
/** Milliseconds from one start to the next: a pool takes longer. */
const pauseBetween = 300;

interface CurrentStart extends Start {
  readonly child: ChildProcess;
  readonly before: ReadonlyMap<string, string>;
  /** Descriptor of its mount namespace. */
  readonly mounts: number | undefined;
  /** How HTCondor ends it; undefined while it does not. */
  eviction: 'soft' | 'hard' | undefined;
}

class SandboxJob implements Job {
  readonly id: string;
  readonly story: Story;
  readonly #base: string;
  readonly #inputs: readonly string[];
  readonly #mounts: string[] = [];
  readonly #problems: string[] = [];
  #started = 0;
  #over = 0;
  #completions = 0;
  #current: CurrentStart | undefined;
  #held = false;
  #final: Final | undefined;
  #stopped = false;

  constructor(
    readonly spec: JobSpec,
    readonly cluster: number,
  ) {
    this.id = `${cluster}.0`;
    this.story = new Story(this.id);
    fs.mkdirSync('build/faults', { recursive: true });
    this.#base = fs.mkdtempSync(path.resolve('build/faults/sandbox-'));
    for (const name of ['submit', 'spool']) fs.mkdirSync(this.#at(name));
    this.#inputs = fillInputs(spec, this.#at('submit'));
    this.#live().catch((error: unknown) => {
      this.#final ??= { kind: 'other', text: error instanceof Error ? (error.stack ?? '') : String(error) };
    });
  }

  #at(name: string): string {
    return path.join(this.#base, name);
  }

  /** The job's whole life: one start after the other. */
  async #live(): Promise<void> {
    while (!this.#stopped) {
      const current = await this.#begin();
      const end = await endOf(current.child);
      this.story.look(current.number, current.directory);
      const killed = current.eviction === 'hard' || end.signal === 'SIGKILL';
      if (!killed) this.#noteRunning(current);
      await this.#endFamily(current);
      const changed = this.#changed(current);
      const next = current.eviction === undefined ? afterEnd(end, ++this.#completions) : 'runAgain';
      if (current.eviction === 'soft') this.#bring(current, changed, this.#at('spool'));
      else if (current.eviction === undefined) this.#bring(current, changed, this.#at('submit'));
      this.#discard(current);
      this.#current = undefined;
      if (next === 'remove')
        this.#final = { kind: 'ended', code: codeOf(end), directory: this.#at('submit') };
      if (next === 'hold')
        this.#final = { kind: 'other', text: 'on_exit_hold: the shim has failed three times' };
      this.#over = current.number;
      if (next !== 'runAgain') return;
      await until('the job to be released', () => !this.#held || this.#stopped, { timeoutMs: 600_000 });
      await new Promise((resolve) => setTimeout(resolve, pauseBetween));
    }
  }

  async #begin(): Promise<CurrentStart> {
    const number = this.#started + 1;
    const directory = this.#at(`dir_${number}`);
    fs.mkdirSync(directory);
    if (this.spec.setup.ownDisk === true) this.#mount(directory);
    for (const name of this.#inputs)
      fs.copyFileSync(path.join(this.#at('submit'), name), path.join(directory, name));
    for (const name of fs.readdirSync(this.#at('spool')))
      fs.copyFileSync(path.join(this.#at('spool'), name), path.join(directory, name));
    this.#writeAds(directory, number);
    const before = listing(directory);
    const errors = fs.openSync(this.#at('shim.err'), 'a');
    const child = spawn('/usr/bin/unshare', await this.#command(), {
      cwd: directory,
      env: {
        _CONDOR_SCRATCH_DIR: directory,
        _CONDOR_JOB_AD: path.join(directory, '.job.ad'),
        _CONDOR_MACHINE_AD: path.join(directory, '.machine.ad'),
        TMPDIR: '/tmp',
        ...environmentOf(this.spec, this.#at('switch'), path.join(this.spec.dmtcp.root, 'bin')),
      },
      stdio: ['ignore', 'ignore', errors],
    });
    fs.closeSync(errors);
    const shim = child.pid ?? 0;
    const mounts = await this.#namespaceOf(child);
    const current: CurrentStart = {
      number,
      directory,
      shim,
      child,
      before,
      mounts: mounts?.held,
      eviction: undefined,
      family: () => allProcesses().filter((pid) => mounts !== undefined && mountsOf(pid) === mounts.name),
    };
    this.story.begin(number, directory);
    this.#current = current;
    this.#started = number;
    return current;
  }

  /**
   * The job's own mount namespace, by which its processes are known; undefined when it ended at once. Held open: else
   * another job's could get the same name once this one's processes are gone.
   */
  async #namespaceOf(
    child: ChildProcess,
  ): Promise<{ readonly name: string; readonly held: number } | undefined> {
    const pid = child.pid ?? 0;
    const isShim = (): boolean => programOf(pid).endsWith('/shim_dmtcp');
    const over = (): boolean => child.exitCode !== null || child.signalCode !== null;
    await until('the shim to run', () => isShim() || over(), { everyMs: 2 });
    const name = mountsOf(pid);
    return name === undefined ? undefined : { name, held: fs.openSync(`/proc/${pid}/ns/mnt`, 'r') };
  }

  async #command(): Promise<readonly string[]> {
    const { setup, dmtcp } = this.spec;
    const hidden = setup.switched === 'atomic' && !dmtcp.standin;
    const steps = [
      ...(hidden ? [`if [ -e "$FAULT_SWITCH" ]; then ${hideAtomic(this.#at('hidden'))}; fi`] : []),
      ...(setup.sharedTmp === true ? [] : ['mkdir -p tmp && mount --bind "$PWD/tmp" /tmp']),
      'exec "$@"',
    ];
    return [
      ...[
        '--mount',
        '--propagation',
        'private',
        '/bin/sh',
        '-ec',
        `PATH=/usr/bin:/bin; ${steps.join('; ')}`,
        'sh',
      ],
      ...(await shimCommand('static')),
      ...argumentsOf(this.spec),
    ];
  }

  #writeAds(directory: string, number: number): void {
    const allowed = this.spec.setup.allowedSeconds;
    const ad = [
      `ClusterId = ${this.cluster}`,
      'ProcId = 0',
      `NumJobStarts = ${number}`,
      `OnExitRemove = ${expressionOf('on_exit_remove')}`,
      `OnExitHold = ${expressionOf('on_exit_hold')}`,
      `TransferInput = "${this.#inputs.join(',')}"`,
      ...(allowed === undefined ? [] : [`JobMaxVacateTime = ${allowed}`]),
    ];
    fs.writeFileSync(path.join(directory, '.job.ad'), `${ad.join('\n')}\n`);
    fs.writeFileSync(path.join(directory, '.machine.ad'), `MachineMaxVacateTime = ${allowedUsually}\n`);
  }

  #mount(directory: string): void {
    const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3g', 'tmpfs', directory]);
    if (status !== 0) throw new Error(`cannot mount a small file system: ${stderr.toString()}`);
    this.#mounts.push(directory);
  }

  /** HTCondor ends what a job leaves running; the shim should leave nothing. */
  #noteRunning({ family, number }: CurrentStart): void {
    for (const pid of family()) {
      const line = commandLine(pid);
      if (line !== '') this.#problems.push(`left running after start ${number}: ${line}`);
    }
  }

  async #endFamily({ family }: CurrentStart): Promise<void> {
    await until(
      'the end of all processes of the job',
      () => {
        const left = family();
        left.forEach((pid) => signal(pid, 'SIGKILL'));
        return left.length === 0;
      },
      { everyMs: 20 },
    );
  }

  #changed({ directory, before }: CurrentStart): readonly string[] {
    return [...listing(directory)].filter(([name, mark]) => before.get(name) !== mark).map(([name]) => name);
  }

  #bring({ directory }: CurrentStart, names: readonly string[], to: string): void {
    for (const name of names) {
      // A job that is killed hard while it transfers keeps what it had before.
      fs.copyFileSync(path.join(directory, name), path.join(to, `.${name}.new`));
    }
    for (const name of names) fs.renameSync(path.join(to, `.${name}.new`), path.join(to, name));
  }

  #discard({ directory, mounts }: CurrentStart): void {
    if (mounts !== undefined) fs.closeSync(mounts);
    if (this.#mounts.includes(directory)) spawnSync('umount', ['--lazy', directory]);
    fs.rmSync(directory, { recursive: true });
  }

  #now(): CurrentStart {
    if (this.#current === undefined) throw new Error('the job does not run');
    return this.#current;
  }

  start(number: number): Promise<Start> {
    return until(
      `start ${number}`,
      () => {
        if (this.#current !== undefined && this.#current.number >= number) return this.#current;
        if (this.#final !== undefined) throw new Error(`no start ${number}: ${JSON.stringify(this.#final)}`);
        return undefined;
      },
      { everyMs: 5, timeoutMs: 60_000 },
    );
  }

  softKill({ hold = false }: { readonly hold?: boolean } = {}): Promise<void> {
    const current = this.#now();
    this.#held = hold;
    current.eviction = 'soft';
    signal(current.shim, 'SIGINT');
    const allowed = this.spec.setup.allowedSeconds ?? allowedUsually;
    const timer = setTimeout(() => {
      if (this.#current !== current) return;
      void this.hardKill();
    }, allowed * 1000);
    void endOf(current.child).then(() => clearTimeout(timer));
    return Promise.resolve();
  }

  hardKill(): Promise<void> {
    const current = this.#now();
    current.eviction = 'hard';
    for (const pid of current.family()) signal(pid, 'SIGKILL');
    return Promise.resolve();
  }

  killStarter(): Promise<void> {
    return Promise.reject(new Error('there is no starter'));
  }

  async over(number: number): Promise<void> {
    await until(
      `the end of start ${number}`,
      () => {
        if (this.#current?.number === number) this.story.look(number, this.#current.directory);
        if (this.#final?.kind === 'other') throw new Error(this.#final.text);
        return this.#over >= number;
      },
      { everyMs: 20, timeoutMs: 120_000 },
    );
  }

  finished(): number {
    return this.#over;
  }

  stored(): string {
    return this.#at('spool');
  }

  release(): Promise<void> {
    this.#held = false;
    return Promise.resolve();
  }

  setSwitch(on: boolean): Promise<void> {
    if (on) fs.writeFileSync(this.#at('switch'), '');
    else fs.rmSync(this.#at('switch'), { force: true });
    return Promise.resolve();
  }

  shrinkDisk(): Promise<void> {
    const { directory } = this.#now();
    const used = Number(
      spawnSync('df', ['--output=used', '-B1', directory]).stdout.toString().split('\n')[1] ?? 0,
    );
    const { status, stderr } = spawnSync('mount', ['-o', `remount,size=${used + 65_536}`, directory]);
    if (status !== 0) throw new Error(`cannot make the file system smaller: ${stderr.toString()}`);
    return Promise.resolve();
  }

  final(): Promise<Final> {
    return until('the end of the job', () => this.#final, {
      everyMs: 50,
      timeoutMs: 180_000,
      describe: () => {
        const current = this.#current;
        if (current === undefined) return 'it does not run';
        this.story.look(current.number, current.directory);
        return `start ${current.number} runs: ${current.family().map(describeProcess).join('; ')}`;
      },
    });
  }

  leftBehind(): Promise<readonly string[]> {
    const inTmp = fs.readdirSync('/tmp').filter((name) => name.endsWith(`-${this.id}`));
    return Promise.resolve([...this.#problems, ...inTmp.map((name) => `left in /tmp: ${name}`)]);
  }

  async clear(): Promise<void> {
    this.#stopped = true;
    if (this.#current !== undefined) {
      await this.hardKill();
      await until(
        'the last start to be over',
        () => this.#current === undefined || this.#final !== undefined,
      );
    }
    for (const directory of this.#mounts) spawnSync('umount', ['--lazy', directory]);
    fs.rmSync(this.#base, { recursive: true, force: true });
    for (const name of fs.readdirSync('/tmp').filter((one) => one.endsWith(`-${this.id}`)))
      fs.rmSync(path.join('/tmp', name), { recursive: true, force: true });
  }
}

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const endOf = (child: ChildProcess): Promise<End> =>
  new Promise((resolve, reject) => {
    if (child.exitCode !== null || child.signalCode !== null)
      return resolve({ code: child.exitCode, signal: child.signalCode });
    child.once('error', reject);
    child.once('exit', (code, signalName) => resolve({ code, signal: signalName }));
  });

const describeProcess = (pid: number): string => `${pid} ${commandLine(pid)}`;

const codeOf = ({ code, signal: name }: End): number =>
  code ?? 128 + (name === null ? 0 : os.constants.signals[name]);

/** Top-level files, with what tells HTCondor a changed one. */
function listing(directory: string): ReadonlyMap<string, string> {
  const entries = fs
    .readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^\.(job|machine)\.ad$/.test(entry.name));
  return new Map(
    entries.map(({ name }) => {
      const { size, mtimeMs } = fs.statSync(path.join(directory, name));
      return [name, `${size} ${mtimeMs}`];
    }),
  );
}

/** Shell text, in a mount namespace of the job's own: the machine has no libatomic any more. */
const hideAtomic = (work: string): string => {
  const library = path.dirname(atomic);
  return (
    `mkdir -p ${work} && mount -t tmpfs tmpfs ${work} && mkdir ${work}/upper ${work}/work && ` +
    `mount -t overlay overlay -o lowerdir=${library},upperdir=${work}/upper,workdir=${work}/work ${library} && ` +
    `rm -f ${library}/libatomic.so*`
  );
};
