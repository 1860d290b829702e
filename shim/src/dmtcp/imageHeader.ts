import { inflateStart } from '../inflate.ts';

/** What an image says of the checkpoint that it is part of. */
export interface Membership {
  /** The computation and its count of checkpoints: the same in all images of one checkpoint, and in no others. */
  readonly checkpoint: string;
  /** Processes that took part. */
  readonly processes: number;
}

/** Bytes of a file that `membershipOf` needs, compressed or not. */
export const headerSize = 20_480;

/**
 * The header of an image, where its layout is known: 2.6 to 3.2 (`DMTCP_CHECKPOINT_IMAGE_v2.0`) and 4.0 to main (v4.0).
 * Both have the process's identity, which is in the file's name as well: where the name's is not found, the layout is
 * another one. After it, at a fixed distance, come the identity of the computation (with its count of checkpoints) and
 * the number of processes, which the coordinator told each of them when all stood still, just before the first began to
 * write. dmtcp_restart waits until so many have come back.
 * @param name of the image's file, as DMTCP gave it
 * @param start its first `headerSize` bytes, all when it is shorter
 */
export function membershipOf(name: string, start: Uint8Array): Membership | undefined {
  const identity = /_([\da-f]{1,16})-(\d+)-([\da-f]{1,16})\.dmtcp$/.exec(name);
  if (identity === null) return undefined;
  const [, host = '', pid = '', time = ''] = identity;
  const sought = littleEndian(host, 8) + littleEndian(time, 8) + littleEndian(Number(pid).toString(16), 4);
  // Paths are seldom long, and bytes are slow to come by in QuickJS.
  for (const size of [1024, 18_432]) {
    const header = start[0] === 0x1f ? inflateStart(start, size) : start.subarray(0, size);
    const signature = String.fromCharCode(...header.subarray(0, 28));
    const layout = layouts.find((one) => one.signature === signature);
    const text = Array.from(header, (byte) => byte.toString(16).padStart(2, '0')).join('');
    let at = text.indexOf(sought);
    while (at % 2 === 1) at = text.indexOf(sought, at + 1);
    if (layout === undefined || at < 0) continue;
    const field = (offset: number, length: number): string =>
      text.slice(at + 2 * offset, at + 2 * (offset + length));
    const processes = Number(`0x${littleEndian(field(layout.processes, 4), 4)}`);
    if (processes > 0) return { checkpoint: field(layout.computation, 24), processes };
  }
  return undefined;
}

/** Offsets are from the identity of the process on. In the first layout there are up to five texts before that. */
const layouts = [
  { signature: 'DMTCP_CHECKPOINT_IMAGE_v2.0\n', computation: 80, processes: 104 },
  { signature: 'DMTCP_CHECKPOINT_IMAGE_v4.0\n', computation: 48, processes: 96 },
] as const;

/** Turns the bytes of a hexadecimal number round; its own inverse. */
const littleEndian = (number: string, size: number): string =>
  (number.padStart(2 * size, '0').match(/../g) ?? []).reverse().join('');
