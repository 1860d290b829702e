/** What the agent prints as a hub: `o ID LENGTH` and `e ID LENGTH` with so many bytes behind them, `x ID CODE`. */

export type HubFrame =
  | { readonly kind: 'output' | 'error'; readonly id: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'exit';
      readonly id: number;
      /** Exit code, or the number of the signal that ended it. */
      readonly code: number | undefined;
      readonly signal: number | undefined;
    };

/** Longest header line; what is longer comes from a login file before the greeting. */
const maxLine = 4096;

/** Cuts bytes, in pieces of any size, into frames. What comes before the agent's greeting `h` is not its own. */
export class HubDecoder {
  greeted = false;
  private rest: Buffer = Buffer.alloc(0);

  append(bytes: Uint8Array): readonly HubFrame[] {
    const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const data = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
    const frames: HubFrame[] = [];
    let at = 0;
    for (;;) {
      const end = data.indexOf(10, at);
      if (end < 0) break;
      const line = data.toString('latin1', at, Math.min(end, at + maxLine));
      if (!this.greeted) {
        this.greeted = line === 'h';
        at = end + 1;
        continue;
      }
      const payload = /^([oe]) (\d{1,9}) (\d{1,9})$/.exec(line);
      if (payload !== null) {
        const stop = end + 1 + Number(payload[3]);
        if (stop > data.length) break;
        const kind = payload[1] === 'o' ? 'output' : 'error';
        frames.push({ kind, id: Number(payload[2]), bytes: data.subarray(end + 1, stop) });
        at = stop;
        continue;
      }
      const exit = /^x (\d{1,9}) (s?)(\d{1,3})$/.exec(line);
      if (exit !== null) {
        const [, id, isSignal, number] = exit;
        const code = isSignal === '' ? Number(number) : undefined;
        const signal = isSignal === '' ? undefined : Number(number);
        frames.push({ kind: 'exit', id: Number(id), code, signal });
      }
      at = end + 1;
    }
    this.rest = Buffer.from(data.subarray(at));
    return frames;
  }
}
