import { chirp } from './chirp.ts';
import type { Context } from './context.ts';
import type { Ending } from './host/host.ts';
import { describeImages, listImages, listScripts, listTemporaries, newestSet } from './images.ts';
import { forgetImages, keepImages, restoreImages } from './keptImages.ts';
import { copyToStandard, sizesOf, writtenSince } from './outputs.ts';
import { fileNames } from './protocol.ts';
import { readRecord, writeRecord, type JobRecord } from './record.ts';
import { describe, type Outcome, type SoftKill } from './supervise.ts';
import { shimFailure } from './usage.ts';

/** The program's exit code as a shell shows it: 128+N for signal N. */
export const codeOf = (ending: Ending): number =>
  ending.kind === 'code' ? ending.code : 128 + ending.signal;

/** A new checkpoint is complete: from now on it is the one to restart from. Returns the new record. */
export function recordCheckpoint(
  context: Context,
  record: JobRecord,
  facts: {
    readonly reason: 'vacate' | 'interval';
    readonly milliseconds: number;
    readonly inputOffset: number;
    readonly outputs: JobRecord['outputs'];
  },
): JobRecord {
  const { host, job, journal, options } = context;
  const images = describeImages(host, newestSet(host, context.images));
  const bytes = images.reduce((sum, image) => sum + image.size, 0);
  const updated: JobRecord = {
    ...record,
    checkpoints: record.checkpoints + 1,
    images,
    outputs: facts.outputs,
    inputOffset: facts.inputOffset,
    checkpointMilliseconds: facts.milliseconds,
  };
  writeRecord(host, job.id, updated);
  if (facts.reason === 'interval') keepImages(context, images);
  const names = images.map((image) => image.name);
  journal.tell({
    event: 'checkpoint',
    reason: facts.reason,
    milliseconds: facts.milliseconds,
    bytes,
    images: names,
  });
  journal.say(
    `checkpoint ${updated.checkpoints} proven: ${names.join(', ')}, ${bytes} bytes in ${facts.milliseconds} ms`,
  );
  chirp(host, options.withCondor, {
    checkpoints: updated.checkpoints,
    lastCheckpoint: host.now() / 1000,
    checkpointMilliseconds: facts.milliseconds,
    checkpointBytes: bytes,
  });
  return updated;
}

/** What the start came to: records it, cleans up after it, and returns the shim's exit code. */
export function conclude(
  context: Context,
  before: JobRecord,
  result: { readonly outcome: Outcome; readonly inputOffset: number; readonly signal: SoftKill | undefined },
): number {
  const { outcome, signal, inputOffset } = result;
  switch (outcome.kind) {
    case 'completed':
      return completed(context, before, outcome.ending);
    case 'checkpointed': {
      const outputs = sizesOf(context.host, context.outputs);
      recordCheckpoint(context, before, {
        reason: 'vacate',
        milliseconds: outcome.milliseconds,
        inputOffset,
        outputs,
      });
      return leave(context, 'evicted', evictionCode(context, signal), 'evicted after a proven checkpoint');
    }
    case 'vacated': {
      removeTemporaries(context);
      restoreImages(context, before.images);
      if (outcome.attempted) tellFailedCheckpoint(context, outcome.message);
      const message = `evicted without a new checkpoint: ${outcome.message}; ${whatRemains(before)}`;
      return leave(context, outcome.attempted ? 'failed' : 'evicted', evictionCode(context, signal), message);
    }
    case 'failed': {
      removeTemporaries(context);
      restoreImages(context, before.images);
      if (outcome.reason === 'checkpoint') tellFailedCheckpoint(context, outcome.message);
      if (outcome.reason === 'restart') {
        const images = before.images.map((image) => image.name);
        context.journal.tell({ event: 'restart-failed', images, message: outcome.message });
      }
      return leave(context, 'failed', shimFailure, `${outcome.message}; ${whatRemains(before)}`);
    }
  }
}

/** The program's own end. Its images are of no more use; that it ended is recorded until nothing can undo it. */
export function completed(context: Context, record: JobRecord, ending: Ending): number {
  const { host, job } = context;
  for (const path of [...listImages(host, context.images), ...listScripts(host, context.images)])
    host.files.remove(path);
  removeTemporaries(context);
  writeRecord(host, job.id, { ...record, images: [], ended: ending });
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
  forgetImages(context);
  bringBack(context);
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

/** Any code will do for an eviction; where it was none (a signal by hand) it must not look like success. */
const evictionCode = ({ job }: Context, signal: SoftKill | undefined): number =>
  job.checkpointExitCode ?? (signal === 'SIGTERM' ? 143 : 130);

function removeTemporaries({ host, images, journal }: Context): void {
  for (const path of listTemporaries(host, images)) {
    journal.say(`removed ${path}: half-written`);
    host.files.remove(path);
  }
}

const tellFailedCheckpoint = ({ journal }: Context, message: string): void =>
  journal.tell({ event: 'checkpoint-failed', reason: 'vacate', message });

const whatRemains = (record: JobRecord): string =>
  record.images.length > 0
    ? `the images of checkpoint ${record.checkpoints} stay`
    : 'there is no earlier checkpoint, the job starts from the beginning';
