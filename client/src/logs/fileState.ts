/** What was read of one followed file, over all hosts and connections. */
import type { FollowedFile, TailEvent } from './events.ts';
import { overlap, type FollowOptions } from './followScript.ts';
import type { Frame } from './frames.ts';

type DataFrame = Extract<Frame, { kind: 'data' }>;
type FileEvent = Extract<TailEvent, { kind: 'data' | 'truncated' }>;

/** Bytes kept of what was told last: enough to see how far a file that was cut back is still the same. */
const keptBytes = 65_536;

export type Taken =
  | { readonly kind: 'events'; readonly events: readonly FileEvent[] }
  /** The file is another one than it was: it must be read again from the start. */
  | { readonly kind: 'readAgain'; readonly events: readonly FileEvent[] };

export class FileState {
  /** Bytes told so far. */
  offset = 0;
  private tail: Uint8Array = new Uint8Array(0);

  constructor(readonly file: FollowedFile) {}

  /** Takes a frame; tells each byte once, and cuts back where the file did. */
  take(frame: DataFrame): Taken {
    if (frame.from > this.offset) return this.again();
    if (frame.size < this.offset) return this.cut(frame);
    if (!this.agrees(frame.from, frame.bytes)) return this.again();
    const fresh = frame.bytes.subarray(this.offset - frame.from);
    return { kind: 'events', events: fresh.length === 0 ? [] : [this.tell(fresh)] };
  }

  /** Forgets everything: what comes next is a new file of the same name. */
  restart(): void {
    this.offset = 0;
    this.tail = new Uint8Array(0);
  }

  private again(): Taken {
    const from = this.offset;
    this.restart();
    return {
      kind: 'readAgain',
      events: from === 0 ? [] : [{ kind: 'truncated', file: this.file, from, to: 0 }],
    };
  }

  /** The file is shorter than what was told of it. */
  private cut(frame: DataFrame): Taken {
    const kept = this.offset - this.tail.length;
    const comparable = frame.from >= kept && frame.from + overlap >= Math.min(frame.size, overlap);
    const known = frame.bytes.subarray(0, Math.max(0, frame.size - frame.from));
    if (!comparable || frame.size === 0 || !this.agrees(frame.from, known)) return this.again();
    const from = this.offset;
    this.tail = this.tail.slice(0, frame.size - kept);
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
    const kept = this.offset - this.tail.length;
    const start = Math.max(from, kept);
    const end = Math.min(from + bytes.length, this.offset);
    for (let at = start; at < end; at++) {
      if (bytes[at - from] !== this.tail[at - kept]) return false;
    }
    return true;
  }

  private tell(fresh: Uint8Array): FileEvent {
    const event: FileEvent = { kind: 'data', file: this.file, offset: this.offset, bytes: fresh };
    this.offset += fresh.length;
    this.tail = Buffer.concat([this.tail, fresh]).subarray(-keptBytes);
    return event;
  }
}

/** Where a script is to go on in files that were read before. */
export const offsetsOf = (files: ReadonlyMap<string, FileState>): FollowOptions['offsets'] =>
  new Map([...files].map(([path, state]) => [path, state.offset]));
