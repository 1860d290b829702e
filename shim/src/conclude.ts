import { chirp } from './chirp.ts';
import type { Context, Started } from './context.ts';
import type { RunResult } from './drive.ts';
import { HostError, type Ending, type Host } from './host/host.ts';
import { listTemporaries, newestSet } from './images.ts';
import { freeSlot, giveUp, withSet } from './imageSets.ts';
import { removeFiles, storeImages } from './imageStore.ts';
import { copyToStandard, makePlaceholders, sizesOf, writtenSince } from './outputs.ts';
import { fileNames, type ExitEvent } from './protocol.ts';
import { filesOf, readRecord, writeRecord, type ImageSet, type JobRecord } from './record.ts';
import { describe } from './judge.ts';
import type { SoftKill } from './supervise.ts';
import { shimFailure } from './usage.ts';

/** The program's exit code as a shell shows it: 128+N for signal N. */
export const codeOf = (ending: Ending): number =>
  ending.kind === 'code' ? ending.code : 128 + ending.signal;

/**
 * A new checkpoint is complete: from now on it is the one to restart from. Returns the new record; throws HostError
 * when it cannot be kept, and those before stay.
 */
export function recordCheckpoint(
  start: Started,
  record: JobRecord,
  facts: {
    readonly reason: 'vacate' | 'interval';
    readonly milliseconds: number;
    readonly inputOffset: number;
    readonly outputs: ImageSet['outputs'];
  },
): JobRecord {
  const { host, job, journal, options, layout } = start;
  const { reason, milliseconds, inputOffset, outputs } = facts;
  const checkpoint = record.checkpoints + 1;
  const slot = freeSlot(record);
  const size = newestSet(host, layout.images.view).reduce((sum, path) => sum + sizeOf(host, path), 0);
  // HTCondor waits no longer than it allows, and a checkpoint without a checksum is better than none.
  const hash = reason === 'interval' || milliseconds + size / hashSpeed < start.allowed;
  const stored = storeImages(start, layout.images.view, { slot, hash });
  const set = { ...stored, checkpoint, slot, outputs, inputOffset, milliseconds, failures: 0 };
  const updated = withSet(record, { ...set, madeOn: start.here }, options.generations);
  writeRecord(host, job.id, updated);
  trying(start, () => removeFiles(host, updated.replaced));
  const bytes = stored.images.reduce((sum, image) => sum + image.size, 0);
  const names = stored.images.map((image) => image.name);
  journal.tell({ event: 'checkpoint', reason, milliseconds, bytes, images: names });
  journal.say(
    `checkpoint ${checkpoint} proven: ${names.join(', ')}, ${bytes} bytes in ${milliseconds} ms${hash ? '' : ', too late for a checksum'}`,
  );
  const chirped = chirp(host, options.withCondor, {
    checkpoints: checkpoint,
    lastCheckpoint: host.now() / 1000,
    checkpointMilliseconds: milliseconds,
    checkpointBytes: bytes,
  });
  start.pending.push(chirped);
  return updated;
}

/** Bytes a millisecond that SHA-256 takes at least. */
const hashSpeed = 100_000;

const sizeOf = (host: Host, path: string): number => host.files.status(path)?.size ?? 0;

/** What the start came to: records it and returns the shim's exit code. */
export function conclude(
  start: Started,
  before: JobRecord,
  result: RunResult & { readonly signal: SoftKill | undefined },
): number {
  const { outcome, signal, inputOffset } = result;
  const { host, layout } = start;
  // A half-written image may have filled the disk.
  for (const path of listTemporaries(host, layout.images.view)) host.files.remove(path);
  switch (outcome.kind) {
    case 'completed':
      return completed(start, before, outcome.ending);
    case 'checkpointed': {
      const { milliseconds, reason } = outcome;
      const facts = {
        reason,
        milliseconds,
        inputOffset,
        outputs: result.outputs ?? sizesOf(host, start.outputs),
      };
      try {
        recordCheckpoint(start, before, facts);
      } catch (error) {
        if (!(error instanceof HostError)) throw error;
        return stopped(
          start,
          before,
          { reason, message: `the checkpoint was made but cannot be kept: ${error.message}` },
          signal,
        );
      }
      const message =
        reason === 'vacate'
          ? 'evicted after a proven checkpoint'
          : 'HTCondor gets the checkpoint of the interval and starts the job again at once';
      return leave(start, 'evicted', stopCode(start, signal), message);
    }
    case 'vacated': {
      const { message, gaveUpAfter } = outcome;
      if (gaveUpAfter !== undefined)
        trying(start, () => writeRecord(host, start.job.id, { ...before, tooSlow: gaveUpAfter }));
      if (outcome.attempted) return stopped(start, before, { reason: 'vacate', message }, signal);
      const text = `evicted without a new checkpoint: ${message}; ${whatRemains(before)}`;
      return leave(start, 'evicted', stopCode(start, signal), text);
    }
    case 'failed': {
      if (outcome.reason === 'checkpoint') {
        start.journal.tell({ event: 'checkpoint-failed', reason: 'interval', message: outcome.message });
      }
      return leave(start, 'failed', shimFailure, `${outcome.message}; ${whatRemains(before)}`);
    }
  }
}

/** The program was stopped for a checkpoint, and there is none. */
function stopped(
  start: Started,
  before: JobRecord,
  { reason, message }: { readonly reason: 'vacate' | 'interval'; readonly message: string },
  signal: SoftKill | undefined,
): number {
  start.journal.tell({ event: 'checkpoint-failed', reason, message });
  const text = `${reason === 'vacate' ? 'evicted' : 'stopped'} without a new checkpoint: ${message}; ${whatRemains(before)}`;
  return leave(start, 'failed', stopCode(start, signal), text);
}

/** The program's own end. Its images are of no more use; that it ended is recorded until nothing can undo it. */
export function completed(context: Context, record: JobRecord, ending: Ending): number {
  const { host, job, journal } = context;
  const over = { ...record, ...giveUp(record, 0), ended: ending };
  trying(context, () => writeRecord(host, job.id, over));
  trying(context, () => removeFiles(host, over.replaced));
  if (record.setAside.length > 0) {
    journal.say(
      `images that could not be restarted from come back with the job: ${record.setAside.join(', ')}`,
    );
  }
  const code = codeOf(ending);
  const special = code === context.checkpointExitCode || (code === shimFailure && job.retriesFailures);
  const message = `the program ended with ${describe(ending)}`;
  if (!special) return leave(context, 'completed', code, message);
  return leave(
    context,
    'completed',
    1,
    `${message}, a code that makes HTCondor run the job again by checkpoint_exit_code, on_exit_remove or on_exit_hold: it is told 1 instead. Choose another code there to see the program's own`,
  );
}

/**
 * The last step of a start: where the program has ended, its output goes to the shim's own, and the record goes.
 * Not so during an eviction: HTCondor ignores how such a job ends and starts it again, and that start repeats the ending.
 * @param evicted whether a soft kill has come; asked again after the copying, which may take its time
 */
export async function settle(
  { host, job, journal, outputs }: Context,
  evicted: () => Promise<boolean>,
): Promise<void> {
  if (readRecord(host, job.id).record.ended === undefined) return;
  if (!(await evicted())) copyToStandard(host, outputs);
  if (await evicted()) {
    journal.say('the program ended while the job was being evicted: a later start repeats this ending');
    return;
  }
  for (const path of [fileNames.state(job.id), ...outputs.copied.map((copied) => copied.path)]) {
    if (host.files.status(path) !== undefined && !job.listed.includes(path)) host.files.remove(path);
  }
  // A file of the program's that is not there is for HTCondor to complain of; the shim's own would be no one's fault.
  makePlaceholders(
    host,
    job.listed.filter((path) => path.startsWith('shim_dmtcp.')),
  );
}

/** Last words of a start; and all that the program ever wrote is made to come back with it. */
export function leave(
  context: Context,
  outcome: ExitEvent['outcome'],
  code: number,
  message: string,
): number {
  context.journal.tell({ event: 'exit', outcome, code, message });
  context.journal.say(`exit ${code}: ${message}`);
  trying(context, () => bringBack(context));
  return code;
}

/**
 * HTCondor brings back only files that are new or changed since THIS start (unless the submit file lists them): one
 * that the program wrote before an eviction and not since would be lost. Touching it brings it back. Not so older
 * images: the access point has them already and keeps them until the job has ended.
 */
function bringBack({ host, job, atStart }: Context): void {
  const { record } = readRecord(host, job.id);
  const placeholders = record.ended === undefined ? makePlaceholders(host, job.listed) : [];
  const written = writtenSince(host, atStart, record.written);
  if (host.files.status(fileNames.state(job.id)) !== undefined)
    writeRecord(host, job.id, { ...record, written, placeholders });
  const images = new Set(record.sets.flatMap(filesOf).map(({ name }) => name));
  for (const name of written) {
    if (!images.has(name)) host.files.touch(name);
  }
}

/** What is done after the program's end cannot change how it ended. */
export function trying({ journal }: Context, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    journal.say(`at the end: ${error.message}`);
  }
}

/** Any code will do for an eviction; where it was none (a signal by hand) it must not look like success. */
const stopCode = ({ checkpointExitCode }: Context, signal: SoftKill | undefined): number =>
  checkpointExitCode ?? (signal === 'SIGTERM' ? 143 : 130);

const whatRemains = ({ sets: [newest] }: JobRecord): string =>
  newest !== undefined
    ? `the images of checkpoint ${newest.checkpoint} stay`
    : 'there is no earlier checkpoint, the job starts from the beginning';
