import type { JobId } from '../condor/job.ts';
import { EventLogFilter, eventEnd, idInEvents } from './eventLogFilter.ts';
import type { TailEvent } from './events.ts';
import { FileState, positionsOf } from './fileState.ts';
import type { FileSet } from './followScript.ts';
import { FrameDecoder } from './frames.ts';
import { framePath } from './jobFiles.ts';
import type { Streams } from './streams.ts';

export interface EventLogOptions {
  readonly streams: Streams;
  readonly id: JobId;
  /** The event log on the access point, absolute; other jobs may write it, too. */
  readonly userLog: string;
  readonly emit: (event: TailEvent) => Promise<void>;
  /** Waits before a stream that broke off is opened again. */
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** The job's events as text, from its first one; ends when its last event was read, or with `signal`. */
export async function followEventLog(options: EventLogOptions): Promise<void> {
  const { streams, userLog, signal, emit } = options;
  let filter = new EventLogFilter(options.id);
  const log = new FileState({ key: 'event log', name: userLog, kind: 'event' });
  const path = framePath(userLog);
  let offset = 0;
  const set: FileSet = { directory: '', names: { kind: 'literal', name: userLog } };
  while (!signal.aborted) {
    if (log.offset === 0) {
      log.offset = await firstEvent(options);
      filter = new EventLogFilter(options.id);
    }
    const positions = positionsOf(new Map([[path, log]]));
    const stream = streams.follow({ sets: [set], positions, once: false }, signal);
    const decoder = new FrameDecoder();
    let again = false;
    for await (const bytes of stream.stdout) {
      let last = false;
      for (const frame of decoder.append(bytes)) {
        if (frame.kind !== 'data') continue;
        const taken = log.take(frame);
        again ||= taken.kind === 'readAgain';
        for (const event of taken.events) {
          if (event.kind !== 'data') continue;
          const text = filter.append(event.bytes);
          if (text === '') continue;
          const told = Buffer.from(text);
          await emit({ kind: 'data', file: log.file, offset, bytes: told });
          offset += told.length;
          last ||= /^(005|009) /m.test(text);
        }
      }
      if (last) return;
      if (again) break;
    }
    stream.kill();
    const closed = await stream.closed;
    // Killed by `again` above, or by the signal: nothing more is to come of it.
    if (closed.kind !== 'killed') await options.pause();
  }
}

/**
 * Where the job's first event is in the log, which may hold a hundred megabytes of others before it: they need not
 * travel. A little before it, so that the end of the event before is seen; 0 where it is not known.
 */
async function firstEvent({ streams, id, userLog, signal }: EventLogOptions): Promise<number> {
  const argv = ['env', 'LC_ALL=C', 'grep', '-abo', '-m1', '-F', '-e', `(${idInEvents(id)}`, '--', userLog];
  const stream = streams.run(argv, signal);
  let printed = '';
  for await (const bytes of stream.stdout) printed += Buffer.from(bytes).toString('latin1');
  await stream.closed;
  const at = Number(/^(\d+):/.exec(printed)?.[1] ?? 0);
  return Math.max(0, at - '000 '.length - eventEnd.length);
}
