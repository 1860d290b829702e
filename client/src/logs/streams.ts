import type { Stream, Transport } from '../transport/transport.ts';
import { commandLine, followScript, type FollowOptions } from './followScript.ts';

/** Programs and followers on an access point, read while they run. Streams are as Transport.stream has them. */
export interface Streams {
  run(argv: readonly string[], signal?: AbortSignal): Stream;
  /** The frames of a follower of the access point's own files. */
  follow(options: FollowOptions, signal?: AbortSignal): Stream;
}

/** Each in a session of the connection of its own. */
export const directStreams = (transport: Transport): Streams => ({
  run: (argv, signal) => transport.stream(argv, { signal }),
  follow: (options, signal) => transport.stream(['sh', '-c', commandLine(followScript(options))], { signal }),
});
