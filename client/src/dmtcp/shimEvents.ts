import { StringDecoder } from 'node:string_decoder';
import type { ShimEvent } from '../../../shim/src/protocol.ts';

type Check = (fields: Readonly<Record<string, unknown>>) => boolean;

/** The fields that make an event what it says it is; others are optional or added later. */
const required: Readonly<Record<ShimEvent['event'], Check>> = {
  start: (f) => isNumber(f['start']) && isText(f['host']) && isText(f['sandbox']) && areTexts(f['command']),
  running: (f) => isNumber(f['pid']) && areTexts(f['restartedFrom']),
  unprotected: (f) => isNumber(f['pid']),
  checkpoint: (f) => isNumber(f['milliseconds']) && isNumber(f['bytes']) && areTexts(f['images']),
  'checkpoint-failed': (f) => isText(f['message']),
  vacate: (f) => isText(f['signal']),
  'restart-failed': (f) => areTexts(f['images']) && isText(f['message']),
  'set-aside': (f) => areTexts(f['images']) && isText(f['message']),
  exit: (f) =>
    ['completed', 'evicted', 'failed'].includes(String(f['outcome'])) &&
    isNumber(f['code']) &&
    isText(f['message']),
};

/** Reads one line of the shim's event file; undefined for a line that is no event that is known here. Total. */
export function decodeShimEvent(line: string): ShimEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined; // A line that was cut by a crash, or that is not the shim's.
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const { event } = fields;
  if (!isText(event) || !Object.hasOwn(required, event)) return undefined;
  if (!isNumber(fields['time']) || !isText(fields['job'])) return undefined;
  // hasOwn has just shown that it is one of the names.
  return required[event as ShimEvent['event']](fields) ? (value as ShimEvent) : undefined;
}

/** Reads a whole event file; lines that are no events are left out. */
export const decodeShimEvents = (text: string): readonly ShimEvent[] =>
  text.split('\n').flatMap((line) => decodeShimEvent(line) ?? []);

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

/** The longest line that is kept: an event with the names of very many images. */
const maxLine = 1024 * 1024;

/** Reads an event file that comes in pieces of bytes, cut anywhere. */
export class ShimEventDecoder {
  private utf8 = new StringDecoder('utf8');
  private rest = '';

  /** The events that these bytes complete, in order. */
  append(bytes: Uint8Array): readonly ShimEvent[] {
    const lines = (this.rest + this.utf8.write(Buffer.from(bytes))).split('\n');
    const rest = lines.pop() ?? '';
    // What is kept of an endless line is no JSON, so its end is no event either.
    this.rest = rest.length > maxLine ? rest.slice(0, 1) : rest;
    return lines.flatMap((line) => decodeShimEvent(line) ?? []);
  }

  /** Forgets the line begun: the bytes that come next begin one. */
  restart(): void {
    this.utf8 = new StringDecoder('utf8');
    this.rest = '';
  }
}
