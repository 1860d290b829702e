import type { Stream, TransportError } from '../transport/transport.ts';
import { FrameDecoder, type DataFrame } from './frames.ts';
import { Watchdog } from './watchdog.ts';

/** How reading a follower ended. */
export type ReadEnd =
  /** It broke off, or was ended. */
  | { readonly kind: 'ended' }
  /** What is known now asks for another follower. */
  | { readonly kind: 'again' }
  /** Everything was read. */
  | { readonly kind: 'complete' }
  /** The follower never began; what the program in its place said. */
  | { readonly kind: 'refused'; readonly said: string; readonly silent: boolean }
  /** It could not be started, or the connection was lost; `begun`: after it had begun. */
  | { readonly kind: 'failed'; readonly error: TransportError; readonly begun: boolean };

export interface FrameReader {
  /** Takes a frame; true when another follower is needed. */
  readonly take: (frame: DataFrame) => Promise<boolean>;
  /** The follower has begun. */
  readonly begun?: () => Promise<void>;
}

/** Reads a follower's stream to its end. */
export async function readFrames(stream: Stream, { take, begun }: FrameReader): Promise<ReadEnd> {
  const decoder = new FrameDecoder();
  let result: 'ended' | 'again' | 'complete' = 'ended';
  let greeted = false;
  const silence = new AbortController();
  const watchdog = new Watchdog(() => {
    silence.abort();
    stream.kill();
  });
  try {
    for await (const bytes of stream.stdout) {
      watchdog.reset();
      for (const frame of decoder.append(bytes)) {
        if (!greeted && frame.kind !== 'noise') {
          greeted = true;
          await begun?.();
        }
        if (frame.kind === 'complete') result = 'complete';
        if (frame.kind === 'data' && result !== 'again' && (await take(frame))) result = 'again';
      }
      if (result === 'again') break;
    }
  } finally {
    watchdog.stop();
    stream.kill();
  }
  const closed = await stream.closed;
  if (closed.kind === 'failed') return { kind: 'failed', error: closed.error, begun: greeted };
  const silent = silence.signal.aborted;
  if (greeted || !(silent || (closed.kind === 'exit' && closed.code !== 0))) return { kind: result };
  return { kind: 'refused', said: closed.stderr.trim(), silent };
}
