import { watchLogs } from './dmtcpLogs.ts';
import type { Program, RunResult } from './drive.ts';
import { ShimFailure } from './failure.ts';
import { HostError, type Host } from './host/host.ts';
import { listImages } from './images.ts';
import { findInstallation } from './installation.ts';
import { readJob, type Job } from './job.ts';
import { describe } from './judge.ts';
import { layOut, removeLayout, removeTree, type Layout } from './layout.ts';
import { verifyManifest } from './manifest.ts';
import type { Options } from './options.ts';
import { join } from './paths.ts';
import { allowedTime, makePlan } from './plan.ts';
import { checkProgram } from './program.ts';
import { eventSchema, type DoctorLine } from './protocol.ts';
import { emptyRecord } from './record.ts';
import { readyTools, type Tools } from './tools.ts';
import { patience, runTrial } from './trial.ts';

/**
 * `--doctor`: tries on this machine what a job will need, with a small program that keeps a file open, in directories of
 * its own, so that a job in the same sandbox is not disturbed. Returns 0 when everything works, else 1.
 */
export async function examineHost(host: Host, options: Options): Promise<number> {
  const began = host.now();
  const report = openReport(host);
  const job = readJob(host);
  const base = join(host.currentDirectory(), `.shim_dmtcp-doctor.${host.pid}`);
  try {
    host.files.makeDirectory(base, 0o700);
    await checks({ host, options, job, base, report });
  } catch (error) {
    // The step that failed has said so; what comes after it cannot be tried.
    if (!(error instanceof Stopped) && !(error instanceof HostError)) throw error;
    if (error instanceof HostError) report.say('verdict', false, error.message, began);
  } finally {
    if (host.files.status(base) !== undefined) removeTree(host, base);
  }
  const ok = report.failures() === 0;
  const message = ok
    ? `a job can be checkpointed and restarted on ${host.hostName}`
    : `a job would not be safe on ${host.hostName}: see the lines before`;
  report.say('verdict', ok, message, began);
  return ok ? 0 : 1;
}

class Stopped extends Error {}

interface Report {
  readonly say: (check: DoctorLine['check'], ok: boolean, message: string, began: number) => void;
  readonly failures: () => number;
}

function openReport(host: Host): Report {
  let failures = 0;
  return {
    say: (check, ok, message, began) => {
      if (!ok) failures++;
      const line: DoctorLine = {
        schema: eventSchema,
        check,
        ok,
        milliseconds: host.now() - began,
        message,
      };
      host.print('stdout', `${JSON.stringify(line)}\n`);
      host.print('stderr', `${ok ? 'ok  ' : 'FAIL'} ${check}: ${message}\n`);
    },
    failures: () => failures,
  };
}

interface Checks {
  readonly host: Host;
  readonly options: Options;
  readonly job: Job;
  /** Directory of the doctor's own. */
  readonly base: string;
  readonly report: Report;
}

async function checks(given: Checks): Promise<void> {
  const { host, options, base, report } = given;
  /** Runs one check; its failure ends the examination. */
  const check = async <T>(
    name: DoctorLine['check'],
    act: () => Promise<readonly [T, string]>,
  ): Promise<T> => {
    const began = host.now();
    try {
      const [result, message] = await act();
      report.say(name, true, message, began);
      return result;
    } catch (error) {
      if (!(error instanceof ShimFailure) && !(error instanceof HostError)) throw error;
      report.say(name, false, error.message, began);
      throw new Stopped();
    }
  };
  tellDisk(given);
  tellTime(given);
  const layout = await check('files', () => {
    const manifest = verifyManifest(host);
    const installation = findInstallation(host, host.currentDirectory(), options.withDmtcp);
    const laidOut = layOut(host, {
      job: `doctor-${host.pid}`,
      sandbox: base,
      installation,
      before: undefined,
      say: () => undefined,
    });
    const verified = manifest === undefined ? 'no manifest' : `${manifest.files.length} files as packaged`;
    const where = installation.bin === '.' ? 'the working directory' : installation.bin;
    return Promise.resolve([laidOut, `DMTCP in ${where}, ${verified}`] as const);
  });
  try {
    const tools = await check('tools', async () => {
      const found = await readyTools(host, layout);
      const limits = found.generation.limitations.join(' ');
      const text = `${found.version}, driven as ${found.generation.name}, C library ${found.glibc || 'unknown'}`;
      return [found, limits === '' ? text : `${text}. ${limits}`] as const;
    });
    const [command] = options.command;
    if (command !== undefined) {
      await check('program', () => {
        checkProgram(host, command);
        return Promise.resolve([undefined, `${command} can be run`] as const);
      });
    }
    await tryOut(given, layout, tools, check);
  } finally {
    removeLayout(host, layout);
  }
}

/** sleep, with a file open by a relative name: a restart must find it in the directory that it moved to. */
const trialProgram: Program = {
  kind: 'other',
  command: ['/bin/sh', '-c', 'exec 9>>trial.txt; echo begun >&9; exec sleep 1000'],
};
async function tryOut(
  { host, options, base }: Checks,
  layout: Layout,
  tools: Tools,
  check: <T>(name: DoctorLine['check'], act: () => Promise<readonly [T, string]>) => Promise<T>,
): Promise<void> {
  const own = options.command.length > 0;
  const name = own ? (options.command[0] ?? '') : 'sleep';
  const program: Program = own ? { kind: 'own', from: options.commandIndex } : trialProgram;
  const startWithin = options.startTimeout === undefined ? patience : options.startTimeout * 1000;
  const logs = watchLogs(host, layout.temporary);
  const trial = { host, layout, tools, logs, program, startWithin, evict: true };
  const before = join(base, 'before');
  const after = join(base, 'after');
  host.files.makeDirectory(before, 0o700);
  if (own && /^\.\/[^/]+$/.test(name)) host.files.copy(name, join(before, name), 0o755);
  await check('checkpoint', async () => {
    const took = proven(await runTrial({ ...trial, directory: before, images: [] }), 'checkpoint');
    const images = listImages(host, layout.images.work);
    const bytes = images.reduce((sum, path) => sum + (host.files.status(path)?.size ?? 0), 0);
    return [undefined, `${name}, ${bytes} bytes in ${took} ms`] as const;
  });
  await check('restart', async () => {
    host.files.rename(before, after);
    const images = listImages(host, layout.images.work);
    const took = proven(await runTrial({ ...trial, directory: after, images }), 'restart');
    return [undefined, `in a moved directory, and checkpointed again in ${took} ms`] as const;
  });
}

/** Milliseconds that the checkpoint took; throws ShimFailure with what became of it instead. */
function proven({ outcome }: RunResult, what: string): number {
  switch (outcome.kind) {
    case 'checkpointed':
      return outcome.milliseconds;
    case 'completed':
      throw new ShimFailure(
        'program',
        `the program of the trial ended with ${describe(outcome.ending)} before its ${what} was over`,
      );
    case 'vacated':
    case 'failed':
      throw new ShimFailure(
        'dmtcp broken',
        `${outcome.message}. This DMTCP cannot be used with the kernel and C library of this machine: try another release, or other machines`,
      );
  }
}

function tellDisk({ host, job, report }: Checks): void {
  const began = host.now();
  const free = host.files.freeBytes('.');
  if (free === undefined) return report.say('disk', true, 'free space cannot be told', began);
  const wanted = (job.requestMemory ?? 0) * 1_048_576 * 2;
  const text = `${megabytes(free)} free`;
  const enough = free >= wanted;
  const message = enough
    ? text
    : `${text}, but two images of ${job.requestMemory ?? 0} MB (request_memory) may need ${megabytes(wanted)}: raise request_disk`;
  report.say('disk', enough, message, began);
}

function tellTime({ host, job, options, report }: Checks): void {
  const began = host.now();
  const allowed = allowedTime(options, job);
  const { notes } = makePlan({
    options,
    job,
    allowed,
    checkpointExitCode: job.checkpointExitCode,
    record: emptyRecord,
  });
  const source = job.vacateSeconds === undefined ? ' (no ad tells; assumed)' : '';
  const text = `${(allowed / 1000).toFixed(1)} s for a checkpoint at an eviction${source}`;
  report.say('time', true, [text, ...notes].join('; '), began);
}

const megabytes = (bytes: number): string => `${Math.floor(bytes / 1_048_576)} MB`;
