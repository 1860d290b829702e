/** What was read of one followed file, over all hosts and connections. */
import type { FollowedFile, TailEvent } from './events.ts';
import { overlap, type FollowOptions } from './followScript.ts';
import type { DataFrame } from './frames.ts';

type FileEvent = Extract<TailEvent, { kind: 'data' | 'truncated' | 'rotated' | 'skipped' }>;

/** Bytes kept of what was told last: enough to see how far a file that was cut back is still the same. */
const keptBytes = 65_536;

export type Taken =
  | { readonly kind: 'events'; readonly events: readonly FileEvent[] }
  /** The file is another one than it was: it must be read again from the start. */
  | { readonly kind: 'readAgain'; readonly events: readonly FileEvent[] };

export class FileState {
  /** Bytes told so far, and those that were skipped before them. */
  offset = 0;
  /** Device and inode of the file that was read last, where it is known and the sandbox is still the same. */
  identity = '';
  private pieces: Uint8Array[] = [];
  private kept = 0;

  constructor(readonly file: FollowedFile) {}

  /** Takes a frame; tells each byte once, and cuts back where the file did. */
  take(frame: DataFrame): Taken {
    this.identity = frame.identity;
    const events: FileEvent[] = [];
    switch (frame.news) {
      case 'none':
        break;
      case 'rewritten':
        events.push(...this.forget());
        break;
      case 'rotated':
        events.push({ kind: 'rotated', file: this.file });
        this.restart();
        break;
      case 'skipped':
        this.restart();
        this.offset = frame.from;
        events.push({ kind: 'skipped', file: this.file, bytes: frame.from });
        break;
    }
    const taken = this.takeBytes(frame);
    return events.length === 0 ? taken : { ...taken, events: [...events, ...taken.events] };
  }

  /** Forgets everything: what comes next is a new file of the same name. */
  restart(): void {
    this.offset = 0;
    this.pieces = [];
    this.kept = 0;
  }

  private takeBytes(frame: DataFrame): Taken {
    if (frame.size < this.offset) return this.cut(frame);
    if (frame.from > this.offset || !this.agrees(frame.from, frame.bytes)) return this.again();
    const fresh = frame.bytes.subarray(this.offset - frame.from);
    return { kind: 'events', events: fresh.length === 0 ? [] : [this.tell(fresh)] };
  }

  private again(): Taken {
    return { kind: 'readAgain', events: this.forget() };
  }

  private forget(): readonly FileEvent[] {
    const from = this.offset;
    this.restart();
    return from === 0 ? [] : [{ kind: 'truncated', file: this.file, from, to: 0 }];
  }

  /** The file is shorter than what was told of it. */
  private cut(frame: DataFrame): Taken {
    // The follower goes on at the beginning, too.
    if (frame.size === 0 && frame.bytes.length === 0) return { kind: 'events', events: this.forget() };
    const kept = this.offset - this.tail().length;
    const comparable = frame.from >= kept && frame.from + overlap >= Math.min(frame.size, overlap);
    const known = frame.bytes.subarray(0, Math.max(0, frame.size - frame.from));
    if (!comparable || frame.size === 0 || !this.agrees(frame.from, known)) return this.again();
    const from = this.offset;
    const left = this.tail().slice(0, frame.size - kept);
    this.pieces = [left];
    this.kept = left.length;
    this.offset = frame.size;
    const fresh = frame.bytes.subarray(known.length);
    return {
      kind: 'events',
      events: [
        { kind: 'truncated', file: this.file, from, to: frame.size },
        ...(fresh.length === 0 ? [] : [this.tell(fresh)]),
      ],
    };
  }

  /** Whether bytes at an offset are what was told before, as far as both are known. */
  private agrees(from: number, bytes: Uint8Array): boolean {
    if (from >= this.offset) return true;
    const tail = this.tail();
    const kept = this.offset - tail.length;
    const start = Math.max(from, kept);
    const end = Math.min(from + bytes.length, this.offset);
    if (start >= end) return true;
    const told = tail.subarray(start - kept, end - kept);
    return Buffer.compare(bytes.subarray(start - from, end - from), told) === 0;
  }

  private tell(fresh: Uint8Array): FileEvent {
    const event: FileEvent = { kind: 'data', file: this.file, offset: this.offset, bytes: fresh };
    this.offset += fresh.length;
    this.pieces.push(fresh);
    this.kept += fresh.length;
    // Not at each piece: thousands of lines a second would copy all that is kept each time.
    if (this.kept > 2 * keptBytes) this.tail();
    return event;
  }

  /** The last bytes told, in one piece. */
  private tail(): Uint8Array {
    const joined = Buffer.concat(this.pieces);
    const tail = joined.length > keptBytes ? Buffer.from(joined.subarray(-keptBytes)) : joined;
    this.pieces = [tail];
    this.kept = tail.length;
    return tail;
  }
}

/** Where a follower is to go on in files that were read before. */
export const positionsOf = (files: ReadonlyMap<string, FileState>): FollowOptions['positions'] =>
  new Map([...files].map(([path, { offset, identity }]) => [path, { offset, identity }]));
