/** What followScript prints, decoded. Total: what is no frame is told as such. */

export type Frame =
  | {
      readonly kind: 'data';
      /** The path's bytes, one UTF-16 unit each: exact, though not for people. */
      readonly path: string;
      /** Bytes of the file when it was looked at. */
      readonly size: number;
      /** Offset of the first of `bytes`. */
      readonly from: number;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'alive' }
  | { readonly kind: 'complete' }
  /** A line that is no frame: something on the way spoke up. At most 200 characters. */
  | { readonly kind: 'noise'; readonly text: string };

/** Longest line that a frame can be: 256 KiB in base64, and a path. */
const maxLineLength = 600_000;

/** Cuts bytes, in pieces of any size, into frames. */
export class FrameDecoder {
  private rest = '';
  private skipping = false;

  /** The frames that these bytes complete, in order. */
  append(bytes: Uint8Array): readonly Frame[] {
    // Frames are ASCII; latin1 keeps every other byte apart.
    const lines = (this.rest + Buffer.from(bytes).toString('latin1')).split('\n');
    this.rest = lines.pop() ?? '';
    const frames: Frame[] = [];
    for (const line of lines) {
      if (!this.skipping) frames.push(decode(line));
      this.skipping = false;
    }
    if (this.rest.length > maxLineLength) {
      if (!this.skipping) frames.push({ kind: 'noise', text: this.rest.slice(0, 200) });
      this.rest = '';
      this.skipping = true;
    }
    return frames;
  }
}

function decode(line: string): Frame {
  if (line === '.') return { kind: 'alive' };
  if (line === '!') return { kind: 'complete' };
  const match = /^@([A-Za-z0-9+/=]+) (\d{1,15}) (\d{1,15}) ([A-Za-z0-9+/=]*)$/.exec(line);
  if (match === null) return { kind: 'noise', text: line.slice(0, 200) };
  const [, name = '', size, from, data = ''] = match;
  return {
    kind: 'data',
    path: Buffer.from(name, 'base64').toString('latin1'),
    size: Number(size),
    from: Number(from),
    bytes: Buffer.from(data, 'base64'),
  };
}
