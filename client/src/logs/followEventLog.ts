import type { JobId } from '../condor/job.ts';
import { EventLogFilter } from './eventLogFilter.ts';
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

/** The job's events as text, from the log's beginning; ends when its last event was read, or with `signal`. */
export async function followEventLog(options: EventLogOptions): Promise<void> {
  const { streams, userLog, signal, emit } = options;
  const filter = new EventLogFilter(options.id);
  const log = new FileState({ key: 'event log', name: userLog, kind: 'event' });
  const path = framePath(userLog);
  let offset = 0;
  const set: FileSet = { directory: '', names: { kind: 'literal', name: userLog } };
  while (!signal.aborted) {
    const positions = positionsOf(new Map([[path, log]]));
    const stream = streams.follow({ sets: [set], positions, once: false }, signal);
    const decoder = new FrameDecoder();
    for await (const bytes of stream.stdout) {
      let last = false;
      for (const frame of decoder.append(bytes)) {
        if (frame.kind !== 'data') continue;
        for (const event of log.take(frame).events) {
          if (event.kind !== 'data') continue;
          const text = filter.append(event.bytes);
          if (text === '') continue;
          const told = Buffer.from(text);
          await emit({ kind: 'data', file: log.file, offset, bytes: told });
          offset += told.length;
          last ||= /^(005|009) /m.test(text);
        }
      }
      if (last) break;
    }
    stream.kill();
    const closed = await stream.closed;
    // Broken off by `last` above, or by the signal: nothing more is to come.
    if (closed.kind === 'killed') return;
    await options.pause();
  }
}
