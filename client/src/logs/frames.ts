/** What a follower prints, decoded. Total: what is no frame is told as such. */

/** What a frame says of the file besides its bytes. */
export type FrameNews =
  /** Nothing: the file goes on. */
  | 'none'
  /** The file was written anew between two looks: what was told of it no longer holds. */
  | 'rewritten'
  /** The file was renamed and is told to its end; this is the new one of its name. */
  | 'rotated'
  /** It was long when it was first seen: what is before this was left out. */
  | 'skipped';

export type Frame =
  | {
      readonly kind: 'data';
      /** The path's bytes, one UTF-16 unit each: exact, though not for people. */
      readonly path: string;
      /** Device and inode, "65024:12"; '' where the follower is the shell's, which does not tell. */
      readonly identity: string;
      /** Bytes of the file when it was looked at. */
      readonly size: number;
      /** Offset of the first of `bytes`. */
      readonly from: number;
      readonly bytes: Uint8Array;
      readonly news: FrameNews;
    }
  | { readonly kind: 'alive' }
  | { readonly kind: 'complete' }
  /** A line that is no frame: something on the way spoke up. At most 200 characters. */
  | { readonly kind: 'noise'; readonly text: string };

export type DataFrame = Extract<Frame, { kind: 'data' }>;

/** Longest line that a frame can be: 256 KiB in base64, and a path. */
const maxLineLength = 600_000;
/** Most bytes that follow a header; more is no header. */
const maxPayload = 1 << 20;

const newsOf: Readonly<Record<string, FrameNews>> = {
  '-': 'none',
  n: 'rewritten',
  r: 'rotated',
  s: 'skipped',
};

/** Cuts bytes, in pieces of any size, into frames. */
export class FrameDecoder {
  private rest: Buffer = Buffer.alloc(0);
  private skipping = false;

  /** The frames that these bytes complete, in order. */
  append(bytes: Uint8Array): readonly Frame[] {
    const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const data = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
    const frames: Frame[] = [];
    let at = 0;
    for (;;) {
      const end = data.indexOf(10, at);
      if (end < 0) break;
      const line = data.toString('latin1', at, end);
      const header = this.skipping ? undefined : decodeHeader(line);
      if (header === undefined) {
        if (!this.skipping) frames.push(decodeLine(line));
        this.skipping = false;
        at = end + 1;
        continue;
      }
      const stop = end + 1 + header.length;
      if (stop > data.length) break;
      frames.push({ ...header.frame, bytes: data.subarray(end + 1, stop) });
      at = stop;
    }
    // A copy: what is told is kept by others, and would keep the whole piece.
    this.rest = Buffer.from(data.subarray(at));
    if (this.rest.length > maxLineLength && this.rest.indexOf(10) < 0) {
      if (!this.skipping) frames.push({ kind: 'noise', text: this.rest.toString('latin1', 0, 200) });
      this.rest = Buffer.alloc(0);
      this.skipping = true;
    }
    return frames;
  }
}

interface Header {
  readonly frame: Omit<DataFrame, 'bytes'>;
  /** Bytes that follow. */
  readonly length: number;
}

/** The perl follower's header: `#NAME IDENTITY SIZE FROM LENGTH NEWS`, the name in hexadecimal, the bytes behind it. */
function decodeHeader(line: string): Header | undefined {
  if (!line.startsWith('#')) return undefined;
  const match = /^#((?:[0-9a-f]{2})+) (\d{1,20}:\d{1,20}) (\d{1,15}) (\d{1,15}) (\d{1,7}) ([-nrs])$/.exec(
    line,
  );
  if (match === null || Number(match[5]) > maxPayload) return undefined;
  const [, name = '', identity = '', size, from, length, news = '-'] = match;
  return {
    frame: {
      kind: 'data',
      path: Buffer.from(name, 'hex').toString('latin1'),
      identity,
      size: Number(size),
      from: Number(from),
      news: newsOf[news] ?? 'none',
    },
    length: Number(length),
  };
}

/** The shell follower's frame, or one of the short lines. */
function decodeLine(line: string): Frame {
  if (line === '.') return { kind: 'alive' };
  if (line === '!') return { kind: 'complete' };
  const match = /^@([A-Za-z0-9+/=]+) (\d{1,15}) (\d{1,15}) ([A-Za-z0-9+/=]*)$/.exec(line);
  if (match === null) return { kind: 'noise', text: line.slice(0, 200) };
  const [, name = '', size, from, data = ''] = match;
  return {
    kind: 'data',
    path: Buffer.from(name, 'base64').toString('latin1'),
    identity: '',
    size: Number(size),
    from: Number(from),
    bytes: Buffer.from(data, 'base64'),
    news: 'none',
  };
}
