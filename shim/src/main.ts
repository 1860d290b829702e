import { tellNews, tellStart } from './announce.ts';
import { chooseImages } from './chooseImages.ts';
import { completed, conclude, leave, settle, trying } from './conclude.ts';
import type { Context } from './context.ts';
import { gatherLogs, watchLogs } from './dmtcpLogs.ts';
import { drive } from './drive.ts';
import { ShimFailure } from './failure.ts';
import { HostError, type Host } from './host/host.ts';
import { removeHandFiles, writeHandFiles } from './handFiles.ts';
import { findInstallation } from './installation.ts';
import { readJob } from './job.ts';
import { openJournal } from './journal.ts';
import { layOut, removeLayout } from './layout.ts';
import { verifyManifest } from './manifest.ts';
import { parseOptions, type Options } from './options.ts';
import { bringImages } from './imageStore.ts';
import { chooseOutputs, cutBack, listFiles, sizesOf } from './outputs.ts';
import { join } from './paths.ts';
import { watchCheckpoints } from './periodic.ts';
import { checkProgram } from './program.ts';
import { fileNames } from './protocol.ts';
import { readRecord, writeRecord } from './record.ts';
import type { SoftKill } from './supervise.ts';
import { readyTools } from './tools.ts';
import { shimFailure, usage } from './usage.ts';
import { shimVersion } from './version.ts';

/** One start of the job, from the traps to the exit code. */
export async function main(host: Host): Promise<number> {
  const signals = trap(host);
  const options = parseOptions(host.args);
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
    kept: options.checkpointDirectory ?? host.environment['DMTCP_CHECKPOINT_DIR'] ?? '.',
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
    journal.say('the program had ended during an eviction; nothing is left to run');
    return completed(context, record, record.ended);
  }

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
  tellStart(context, record.starts, tools, layout);

  const stored = chooseImages(context, record, damaged);
  const images = bringImages(host, layout.images.view, stored).map((name) => join(layout.images.work, name));
  if (images.length === 0) checkProgram(host, options.command[0] ?? '');
  prepareFiles(context);
  if (record.starts === 1) record = { ...record, outputs: sizesOf(host, context.outputs) };
  else cutBack(host, record.outputs, journal.say);
  record = { ...record, layout: layout.directory };
  writeRecord(host, job.id, record);

  const coordinatorLog = join(layout.temporary, `dmtcp_coordinator.start-${record.starts}.log`);
  const watch = watchCheckpoints(context, layout, coordinatorLog);
  cleanup.push(() => removeHandFiles(host));
  const { outcome, inputOffset } = await drive({
    host,
    tools,
    layout,
    logs,
    limits: {
      restarting: images.length > 0,
      allowUnprotected: options.allowUnprotected,
      connectWithin: connectTime(host, images),
      checkpointWithin: checkpointTime(job.vacateSeconds),
    },
    checkpointDirectory: layout.images.work,
    interval: options.interval,
    images,
    commandIndex: options.commandIndex,
    stdin:
      options.stdin === undefined
        ? { kind: 'null' }
        : { kind: 'read', path: options.stdin, offset: record.inputOffset },
    stdout: { kind: 'append', path: context.outputs.stdout },
    stderr: { kind: 'append', path: context.outputs.stderr },
    portFile: join(layout.directory, 'port'),
    coordinatorLog,
    onSignal: signals.listen,
    say: journal.say,
    tell: (news, pid) => tellNews(context, news, pid, images),
    onCoordinator: (port) => writeHandFiles(context, layout, port),
    watch: (offset) => {
      record = watch.look(record, offset);
    },
  });
  return conclude(context, layout.images.view, record, { outcome, inputOffset, signal: signals.first() });
}

/** Milliseconds until a program must be protected; a restart reads its images first, at 5 MB/s on a bad day. */
const connectTime = (host: Host, images: readonly string[]): number =>
  60_000 + images.reduce((sum, path) => sum + (host.files.status(path)?.size ?? 0), 0) / 5_000;

/** Milliseconds for a checkpoint: what the pool allows less what the shim itself needs, ten minutes when unknown. */
function checkpointTime(vacateSeconds: number | undefined): number {
  const allowed = (vacateSeconds ?? 600) * 1000;
  return Math.max(allowed / 2, allowed - 3_000);
}

/** The outputs exist from the start, since transfer_output_files may list them. */
function prepareFiles({ host, outputs, kept }: Context): void {
  for (const path of [outputs.stdout, outputs.stderr]) host.files.append(path, '');
  if (kept !== '.' && host.files.status(kept) === undefined) host.files.makeDirectory(kept, 0o755);
}
