import { chirp } from './chirp.ts';
import type { Context } from './context.ts';
import { HostError, type Ending } from './host/host.ts';
import { listTemporaries } from './images.ts';
import { removeStored, storeImages } from './imageStore.ts';
import { copyToStandard, sizesOf, writtenSince } from './outputs.ts';
import { fileNames } from './protocol.ts';
import { readRecord, writeRecord, type JobRecord } from './record.ts';
import { describe, type Outcome } from './judge.ts';
import type { SoftKill } from './supervise.ts';
import { shimFailure } from './usage.ts';

/** The program's exit code as a shell shows it: 128+N for signal N. */
export const codeOf = (ending: Ending): number =>
  ending.kind === 'code' ? ending.code : 128 + ending.signal;

/**
 * A new checkpoint is complete: from now on it is the one to restart from. Returns the new record; throws HostError
 * when it cannot be kept, and the one before stays.
 * @param view where DMTCP wrote it
 */
export function recordCheckpoint(
  context: Context,
  view: string,
  record: JobRecord,
  facts: {
    readonly reason: 'vacate' | 'interval';
    readonly milliseconds: number;
    readonly inputOffset: number;
    readonly outputs: JobRecord['outputs'];
  },
): JobRecord {
  const { host, job, journal, options } = context;
  const { reason, milliseconds, inputOffset, outputs } = facts;
  const checkpoints = record.checkpoints + 1;
  let updated = record;
  const { images } = storeImages(context, view, (stored) => {
    updated = {
      ...record,
      ...stored,
      checkpoints,
      outputs,
      inputOffset,
      checkpointMilliseconds: milliseconds,
    };
    writeRecord(host, job.id, updated);
  });
  const bytes = images.reduce((sum, image) => sum + image.size, 0);
  const names = images.map((image) => image.name);
  journal.tell({ event: 'checkpoint', reason, milliseconds, bytes, images: names });
  journal.say(`checkpoint ${checkpoints} proven: ${names.join(', ')}, ${bytes} bytes in ${milliseconds} ms`);
  const chirped = chirp(host, options.withCondor, {
    checkpoints,
    lastCheckpoint: host.now() / 1000,
    checkpointMilliseconds: milliseconds,
    checkpointBytes: bytes,
  });
  context.pending.push(chirped);
  return updated;
}

/** What the start came to: records it and returns the shim's exit code. */
export function conclude(
  context: Context,
  view: string,
  before: JobRecord,
  result: { readonly outcome: Outcome; readonly inputOffset: number; readonly signal: SoftKill | undefined },
): number {
  const { outcome, signal, inputOffset } = result;
  // A half-written image may have filled the disk.
  for (const path of listTemporaries(context.host, view)) context.host.files.remove(path);
  switch (outcome.kind) {
    case 'completed':
      return completed(context, before, outcome.ending);
    case 'checkpointed': {
      const facts = { reason: 'vacate', milliseconds: outcome.milliseconds, inputOffset } as const;
      try {
        recordCheckpoint(context, view, before, {
          ...facts,
          outputs: sizesOf(context.host, context.outputs),
        });
      } catch (error) {
        if (!(error instanceof HostError)) throw error;
        return vacated(
          context,
          before,
          `the checkpoint was made but cannot be kept: ${error.message}`,
          signal,
        );
      }
      return leave(context, 'evicted', evictionCode(context, signal), 'evicted after a proven checkpoint');
    }
    case 'vacated': {
      if (outcome.attempted) return vacated(context, before, outcome.message, signal);
      const message = `evicted without a new checkpoint: ${outcome.message}; ${whatRemains(before)}`;
      return leave(context, 'evicted', evictionCode(context, signal), message);
    }
    case 'failed': {
      if (outcome.reason === 'checkpoint') tellFailedCheckpoint(context, outcome.message);
      if (outcome.reason === 'restart') {
        const images = before.images.map((image) => image.name);
        context.journal.tell({ event: 'restart-failed', images, message: outcome.message });
      }
      return leave(context, 'failed', shimFailure, `${outcome.message}; ${whatRemains(before)}`);
    }
  }
}

/** Evicted, and the checkpoint failed. */
function vacated(context: Context, before: JobRecord, message: string, signal: SoftKill | undefined): number {
  tellFailedCheckpoint(context, message);
  const text = `evicted without a new checkpoint: ${message}; ${whatRemains(before)}`;
  return leave(context, 'failed', evictionCode(context, signal), text);
}

/** The program's own end. Its images are of no more use; that it ended is recorded until nothing can undo it. */
export function completed(context: Context, record: JobRecord, ending: Ending): number {
  const { host, job } = context;
  trying(context, () => writeRecord(host, job.id, { ...record, images: [], saved: [], ended: ending }));
  trying(context, () => removeStored(host, record));
  return leave(context, 'completed', codeOf(ending), `the program ended with ${describe(ending)}`);
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
    if (host.files.status(path) !== undefined) host.files.remove(path);
  }
}

/** Last words of a start; and all that the program ever wrote is made to come back with it. */
export function leave(
  context: Context,
  outcome: 'completed' | 'evicted' | 'failed',
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
 * that the program wrote before an eviction and not since would be lost. Touching it brings it back.
 */
function bringBack({ host, job, atStart }: Context): void {
  const { record } = readRecord(host, job.id);
  const written = writtenSince(host, atStart, record.written);
  if (host.files.status(fileNames.state(job.id)) !== undefined)
    writeRecord(host, job.id, { ...record, written });
  for (const name of written) host.files.touch(name);
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
const evictionCode = ({ job }: Context, signal: SoftKill | undefined): number =>
  job.checkpointExitCode ?? (signal === 'SIGTERM' ? 143 : 130);

const tellFailedCheckpoint = ({ journal }: Context, message: string): void =>
  journal.tell({ event: 'checkpoint-failed', reason: 'vacate', message });

const whatRemains = (record: JobRecord): string =>
  record.images.length > 0
    ? `the images of checkpoint ${record.checkpoints} stay`
    : 'there is no earlier checkpoint, the job starts from the beginning';
