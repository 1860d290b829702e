import { suspicion, verifySet } from './chooseImages.ts';
import { chirp } from './chirp.ts';
import { conclude, trying } from './conclude.ts';
import type { Started } from './context.ts';
import { gatherLogs } from './dmtcpLogs.ts';
import type { RunResult } from './drive.ts';
import { ShimFailure } from './failure.ts';
import { asideName, whenExhausted, withFailure, withoutSets } from './imageSets.ts';
import { setAside } from './imageStore.ts';
import { checkProgram } from './program.ts';
import { fileNames } from './protocol.ts';
import { filesOf, writeRecord, type ImageSet, type JobRecord } from './record.ts';
import { runProgram, type Attempt } from './runProgram.ts';
import type { SoftKill } from './supervise.ts';
import { crashOfDmtcp } from './trial.ts';

/** What does not change between the attempts of a start. */
export interface Attempts extends Pick<Attempt, 'plan' | 'onSignal'> {
  readonly firstSignal: () => SoftKill | undefined;
}

/**
 * Runs the program from the newest set of images that restarts, or from the beginning; returns the shim's exit code.
 * A set that fails is followed by the one before it, and set aside when that one runs: then it was to blame. When none
 * runs the machine may be to blame: another one gets the job, and only after some tries it begins again.
 */
export async function restartOrBegin(start: Started, before: JobRecord, attempts: Attempts): Promise<number> {
  const record = { current: before };
  const failed: ImageSet[] = [];
  let number = 0;
  const save = (changed: JobRecord): void => {
    record.current = changed;
    writeRecord(start.host, start.job.id, changed);
  };
  const giveUpFailed = (): void => {
    if (failed.length === 0) return;
    trying(start, () => {
      setAsideAll(start, failed);
      save(withoutSets(record.current, failed));
    });
    failed.length = 0;
  };
  const attempt = async (set: ImageSet | undefined): Promise<RunResult> => {
    const seen = { connected: false };
    const result = await runProgram(start, {
      ...attempts,
      set,
      number: ++number,
      record,
      onNews: (news) => {
        if (news.kind !== 'protected') return;
        seen.connected = true;
        succeeded(start, record, giveUpFailed);
      },
    });
    return seen.connected || set !== undefined ? result : blameDmtcp(start, result);
  };

  const newestThatRuns = async (): Promise<RunResult> => {
    for (const set of record.current.sets) {
      const verified = verifySet(start, set, start.here);
      if (verified.kind === 'foreign') throw refuse(start, set, verified.message);
      let message = verified.kind === 'good' ? '' : verified.message;
      if (verified.kind === 'good') {
        const result = await attempt(set);
        if (result.outcome.kind !== 'failed' || result.outcome.reason !== 'restart') return result;
        message = `${result.outcome.message}${suspicion(set, start.here)}`;
        forgetLogs(start);
      }
      failed.push(set);
      save(withFailure(record.current, set));
      const images = set.images.map((image) => image.name);
      start.journal.tell({ event: 'restart-failed', images, message });
      start.journal.say(`no restart from checkpoint ${set.checkpoint}: ${message}`);
    }
    if (failed.length > 0) {
      save(exhausted(start, record.current));
      giveUpFailed();
    }
    checkProgram(start.host, start.options.command[0] ?? '');
    return attempt(undefined);
  };

  for (let again = 0; ; again++) {
    const result = await newestThatRuns();
    const { outcome } = result;
    const goesOn =
      outcome.kind === 'failed' &&
      (outcome.reason === 'dmtcp' || outcome.reason === 'checkpoint') &&
      record.current.sets.length > 0 &&
      attempts.firstSignal() === undefined &&
      again < mostContinuations;
    if (!goesOn) {
      return conclude(start, record.current, { ...result, signal: attempts.firstSignal() });
    }
    start.journal.say(`${outcome.message}; the program continues from its last checkpoint`);
    forgetLogs(start);
  }
}

/** Images of an interval may be nowhere but here: a start that could go on from them does so, but not for ever. */
const mostContinuations = 3;

/** The result, unless it is DMTCP that crashes any program on this machine. */
async function blameDmtcp(start: Started, result: RunResult): Promise<RunResult> {
  const signal = await crashOfDmtcp(result, start);
  if (signal === undefined) return result;
  const message = `DMTCP crashes programs on this machine: this one before it was protected, and /bin/true by signal ${signal} as well`;
  return { ...result, outcome: { kind: 'failed', reason: 'launch', message } };
}

/** The program runs: what failed before it is not needed, and no start counts as failed any more. */
function succeeded(start: Started, record: { current: JobRecord }, giveUpFailed: () => void): void {
  giveUpFailed();
  if (record.current.failedStarts === 0 && start.job.failedStarts === 0) return;
  record.current = { ...record.current, failedStarts: 0 };
  start.pending.push(chirp(start.host, start.options.withCondor, { failedStarts: 0 }));
}

/** Returns the record when the program is to begin again; throws the ShimFailure that sends the job elsewhere. */
function exhausted(start: Started, before: JobRecord): JobRecord {
  const { host, job, journal, options } = start;
  const failedStarts = Math.max(before.failedStarts, job.failedStarts) + 1;
  const record = { ...before, failedStarts };
  const sets = `none of ${before.sets.length} image set${before.sets.length === 1 ? '' : 's'} could be restarted from`;
  if (whenExhausted(failedStarts, options.tries) === 'beginAgain') {
    journal.say(`${sets} in ${failedStarts} starts: the program begins again`);
    return { ...record, failedStarts: 0 };
  }
  trying(start, () => writeRecord(host, job.id, record));
  start.pending.push(chirp(host, options.withCondor, { failedStarts }));
  throw new ShimFailure(
    'images',
    `${sets} (start ${failedStarts} of ${options.tries} that may fail so; then the program begins again). Nothing was deleted: ` +
      'the job can run again where HTCondor sends it, if on_exit_remove keeps it in the queue.',
  );
}

function refuse(
  { host, here, options, pending, journal }: Started,
  set: ImageSet,
  message: string,
): ShimFailure {
  const images = set.images.map((image) => image.name);
  journal.tell({ event: 'restart-failed', images, message });
  pending.push(chirp(host, options.withCondor, { avoidMachine: here.condorMachine }));
  return new ShimFailure('host', `${message} Nothing was deleted.`);
}

function setAsideAll({ host, journal }: Started, sets: readonly ImageSet[]): void {
  for (const set of sets) {
    setAside(host, set);
    const images = filesOf(set)
      .map(({ name }) => asideName(name, set))
      .filter((name) => host.files.status(name) !== undefined);
    const message = `checkpoint ${set.checkpoint} is set aside`;
    journal.tell({ event: 'set-aside', images, message });
    journal.say(`${message}: ${images.join(', ')}`);
  }
}

/** An attempt's logs must not be taken for those of the next one; they are kept in the sandbox. */
function forgetLogs(start: Started): void {
  const { host, job, logs } = start;
  trying(start, () => {
    gatherLogs(host, logs, fileNames.dmtcpLog(job.id));
    for (const path of logs.list()) host.files.remove(path);
  });
}
