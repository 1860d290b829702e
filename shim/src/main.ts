import { tellStart, tellStartEvent } from './announce.ts';
import { lookAtStrangers } from './chooseImages.ts';
import { completed, leave, settle, trying } from './conclude.ts';
import type { Context, Started } from './context.ts';
import { examineHost } from './doctor.ts';
import { gatherLogs, watchLogs } from './dmtcpLogs.ts';
import { ShimFailure } from './failure.ts';
import { HostError, type Host } from './host/host.ts';
import { readHostFacts } from './hostFacts.ts';
import { removeHandFiles } from './handFiles.ts';
import { findInstallation } from './installation.ts';
import { readJob, type Job } from './job.ts';
import { openJournal } from './journal.ts';
import { layOut, removeLayout } from './layout.ts';
import { verifyManifest } from './manifest.ts';
import { parseOptions, type Options } from './options.ts';
import { removeFiles } from './imageStore.ts';
import { chooseOutputs, listFiles, removePlaceholders, sizesOf } from './outputs.ts';
import { allowedTime, makePlan } from './plan.ts';
import { fileNames } from './protocol.ts';
import { readRecord, writeRecord, type JobRecord } from './record.ts';
import { restartOrBegin } from './restart.ts';
import type { SoftKill } from './supervise.ts';
import { readyTools } from './tools.ts';
import { shimFailure, usage } from './usage.ts';
import { shimVersion } from './version.ts';

/** One start of the job, from the traps to the exit code. */
export async function main(host: Host): Promise<number> {
  const signals = trap(host);
  const options = parseOptions(host.args, host.environment);
  switch (options.kind) {
    case 'help':
      host.print('stdout', usage);
      return 0;
    case 'version':
      host.print('stdout', `shim_dmtcp ${shimVersion}\n`);
      return 0;
    case 'wrong':
      host.print('stderr', `shim_dmtcp: ${options.message}\nTry: shim_dmtcp --help\n`);
      return shimFailure;
    case 'doctor':
      return examineHost(host, options);
    case 'run':
      return runJob(host, options, signals);
  }
}

/** Signals wait here from the very start until someone listens. */
interface Trap {
  readonly first: () => SoftKill | undefined;
  readonly listen: (listener: (signal: SoftKill) => void) => void;
}

function trap(host: Host): Trap {
  const received: SoftKill[] = [];
  let listener: ((signal: SoftKill) => void) | undefined;
  host.onSignal((signal) => {
    received.push(signal);
    listener?.(signal);
  });
  return {
    first: () => received[0],
    listen: (given) => {
      listener = given;
      received.forEach(given);
    },
  };
}

async function runJob(host: Host, options: Options, signals: Trap): Promise<number> {
  const job = readJob(host);
  const context: Context = {
    host,
    options,
    job,
    journal: openJournal(host, job.id, options.log),
    outputs: chooseOutputs(options, job.id),
    sandbox: host.currentDirectory(),
    atStart: listFiles(host),
    kept: options.checkpointDirectory ?? '.',
    checkpointExitCode: exitCodeOf(options, job),
    pending: [],
  };
  const cleanup: (() => void)[] = [];
  const code = await attempt(context, signals, cleanup);
  for (const step of cleanup.reverse()) trying(context, step);
  await Promise.race([Promise.all(context.pending), host.after(context.pending.length > 0 ? 1_000 : 0)]);
  await settle(context, async () => {
    await host.after(0); // a signal that has come is heard before the answer
    return signals.first() !== undefined;
  });
  return code;
}

const exitCodeOf = ({ checkpointExitCode }: Options, job: Job): number | undefined => {
  if (checkpointExitCode === 'auto') return job.checkpointExitCode;
  return checkpointExitCode === 'none' ? undefined : checkpointExitCode;
};

async function attempt(context: Context, signals: Trap, cleanup: (() => void)[]): Promise<number> {
  try {
    return await steps(context, signals, cleanup);
  } catch (error) {
    if (error instanceof ShimFailure || error instanceof HostError) {
      context.host.print('stderr', `shim_dmtcp: ${error.message}\n`);
      return leave(context, 'failed', error instanceof ShimFailure ? error.code : shimFailure, error.message);
    }
    const text = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
    context.host.print('stderr', `shim_dmtcp: internal error, please report it: ${text}\n`);
    return leave(context, 'failed', shimFailure, `internal error, please report it: ${text}`);
  }
}

async function steps(context: Context, signals: Trap, cleanup: (() => void)[]): Promise<number> {
  const { host, journal, job, options, sandbox } = context;
  const { record: before, damaged } = readRecord(host, job.id);
  let record = { ...before, starts: before.starts + 1 };
  journal.say(
    `start ${record.starts} of job ${job.id} on ${host.hostName} in ${sandbox}: ${options.command.join(' ')}`,
  );
  if (record.ended !== undefined) {
    tellStartEvent(context, record.starts);
    journal.say('the program had ended during an eviction; nothing is left to run');
    return completed(context, record, record.ended);
  }
  trying(context, () => {
    removeFiles(host, record.replaced);
    removePlaceholders(host, record.placeholders);
  });

  const start = await ready(context, record, cleanup).catch((error: unknown) => {
    tellStartEvent(context, record.starts);
    throw error;
  });
  tellStart(start, record.starts);
  if (record.sets.length === 0) lookAtStrangers(context, damaged);
  prepareFiles(context);
  if (record.starts === 1) record = { ...record, outputs: sizesOf(host, context.outputs) };
  record = { ...record, layout: start.layout.directory };
  writeRecord(host, job.id, record);

  const plan = makePlan({ ...start, record });
  for (const note of plan.notes) journal.say(`note: ${note}`);
  cleanup.push(() => removeHandFiles(host));
  return restartOrBegin(start, record, { plan, onSignal: signals.listen, firstSignal: signals.first });
}

/** DMTCP's files verified, laid out and tried. */
async function ready(context: Context, record: JobRecord, cleanup: (() => void)[]): Promise<Started> {
  const { host, journal, job, options, sandbox } = context;
  const manifest = verifyManifest(host);
  if (manifest !== undefined)
    journal.say(`manifest verified: ${manifest.files.length} files of ${manifest.dmtcpVersion}`);
  const installation = findInstallation(host, sandbox, options.withDmtcp);
  const layout = layOut(host, {
    job: job.id,
    sandbox,
    installation,
    before: record.layout,
    say: journal.say,
  });
  cleanup.push(() => removeLayout(host, layout));
  journal.say(
    `DMTCP from ${installation.bin === '.' ? 'the sandbox' : installation.bin}, run from ${layout.bin}`,
  );
  const logs = watchLogs(host, layout.temporary);
  cleanup.push(() => gatherLogs(host, logs, fileNames.dmtcpLog(job.id)));
  const tools = await readyTools(host, layout);
  const here = readHostFacts(host, job.machineAd, { dmtcp: tools.version, glibc: tools.glibc });
  return { ...context, layout, tools, logs, here, allowed: allowedTime(options, job) };
}

/** The outputs exist from the start, since transfer_output_files may list them. */
function prepareFiles({ host, outputs, kept }: Context): void {
  for (const path of [outputs.stdout, outputs.stderr]) host.files.append(path, '');
  if (kept !== '.' && host.files.status(kept) === undefined) host.files.makeDirectory(kept, 0o755);
}
