import { FileState, positionsOf } from '../../../client/src/logs/fileState.ts';
import { bytesOf } from '../../../client/src/logs/followScript.ts';
import { FrameDecoder } from '../../../client/src/logs/frames.ts';
import type { Streams } from '../../../client/src/logs/streams.ts';

/** What a person has seen of one file of the access point that is followed, whatever breaks meanwhile. */
export interface SeenFile {
  readonly bytes: () => Buffer;
  readonly length: () => number;
  /** Times that the follower was started. */
  readonly starts: () => number;
  /** Settles once the following has ended. */
  readonly done: Promise<void>;
}

/** Follows a file until the signal says so; starts again where it was whenever a stream ends. */
export function followFile(
  streams: Streams,
  name: string,
  signal: AbortSignal,
  onBytes?: (bytes: Uint8Array) => void,
): SeenFile {
  const state = new FileState({ key: name, name, kind: 'other' });
  const pieces: Uint8Array[] = [];
  let starts = 0;
  let length = 0;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      starts++;
      const positions = positionsOf(new Map([[bytesOf(name), state]]));
      const sets = [{ directory: '', names: { kind: 'literal' as const, name } }];
      const stream = streams.follow({ sets, positions, once: false }, signal);
      const decoder = new FrameDecoder();
      for await (const bytes of stream.stdout) {
        let again = false;
        for (const frame of decoder.append(bytes)) {
          if (frame.kind !== 'data' || again) continue;
          const taken = state.take(frame);
          for (const event of taken.events) {
            if (event.kind === 'data') {
              pieces.push(Buffer.from(event.bytes));
              length += event.bytes.length;
              onBytes?.(event.bytes);
            } else if (event.kind === 'truncated') {
              length += event.to - event.from;
              pieces.splice(0, pieces.length, Buffer.concat(pieces).subarray(0, length));
            }
          }
          again = taken.kind === 'readAgain';
        }
        if (again) break;
      }
      stream.kill();
      await stream.closed;
    }
  };
  return { bytes: () => Buffer.concat(pieces), length: () => length, starts: () => starts, done: run() };
}
