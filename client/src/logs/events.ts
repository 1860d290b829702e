/** What following a job's files tells. */
import type { Job } from '../condor/job.ts';
import type { ShimEvent } from '../../../shim/src/protocol.ts';

/** What a followed file is. */
export type FileKind =
  'output' | 'error' | 'shimEvents' | 'shimLog' | 'dmtcp' | 'coordinator' | 'event' | 'other';

/** A followed file. The same object for all data of the file, over all hosts. */
export interface FollowedFile {
  /** Unique in the job: the name's bytes, base64. */
  readonly key: string;
  /** For people: relative to the sandbox, or absolute. Not for commands: bytes that are no UTF-8 are replaced. */
  readonly name: string;
  readonly kind: FileKind;
}

/** What the tail of one job is doing. */
export type TailState =
  /** In the queue, not running: `job` says idle, transferring, suspended. */
  | { readonly kind: 'waiting'; readonly job: Job }
  | { readonly kind: 'running'; readonly job: Job; readonly host: string }
  | { readonly kind: 'held'; readonly job: Job }
  /** The connection to the access point is gone; it is tried again. */
  | { readonly kind: 'disconnected'; readonly message: string }
  | { readonly kind: 'ended'; readonly job: Job };

export type TailEvent =
  | { readonly kind: 'state'; readonly state: TailState; readonly text: string }
  /** Bytes of a file at an offset: exactly those that follow the ones before, or those after a `truncated`. */
  | {
      readonly kind: 'data';
      readonly file: FollowedFile;
      readonly offset: number;
      readonly bytes: Uint8Array;
    }
  /** The file was replaced or cut: what was told of it from byte `to` on no longer holds. */
  | { readonly kind: 'truncated'; readonly file: FollowedFile; readonly from: number; readonly to: number }
  /** The file was renamed and is told to its end: what comes next is a new file of its name, from offset 0. */
  | { readonly kind: 'rotated'; readonly file: FollowedFile }
  /** The file was long already when it was first seen: its first `bytes` bytes are not told. */
  | { readonly kind: 'skipped'; readonly file: FollowedFile; readonly bytes: number }
  /** A line of the shim's event file. */
  | { readonly kind: 'shim'; readonly event: ShimEvent }
  | { readonly kind: 'note'; readonly level: 'info' | 'warning' | 'error'; readonly text: string }
  /** The last event: the job has left the queue and everything was read; or `failed` says why nothing more comes. */
  | { readonly kind: 'end'; readonly job?: Job; readonly failed?: string };

/** The tail of one job. Disposing ends it without an `end` event. */
export interface JobTail {
  dispose(): void;
  /** Settles after the last event. */
  readonly done: Promise<void>;
}
