/** An event log is often shared by many jobs: lets through the events of one, as they are written. */
import type { JobId } from '../condor/job.ts';

/** Longest event kept, bytes; what is longer is no event log. */
const maxEventLength = 256 * 1024;
/** What ends each event. */
export const eventEnd = Buffer.from('\n...\n');
/** What is before the id in an event's first line. */
const beforeId = /^\d{3} \($/;
const beforeIdLength = 5;

/** A job's id as HTCondor writes it in its logs, up to the number of its node: "012.000." */
export const idInEvents = ({ cluster, proc }: JobId): string =>
  [cluster, proc].map((number) => `${String(number).padStart(3, '0')}.`).join('');

/**
 * Searches for the job's id and looks at nothing else: the events of others cost what it takes to pass over their bytes,
 * as they come in logs of a hundred megabytes.
 */
export class EventLogFilter {
  private readonly mark: Buffer;
  /** What came after the last event that is complete. */
  private rest: Buffer = Buffer.alloc(0);

  constructor(id: JobId) {
    this.mark = Buffer.from(idInEvents(id));
  }

  /** The text of the job's events that these bytes complete. */
  append(bytes: Uint8Array): string {
    const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.rest.length === 0) return this.take(piece);
    // Only the event that began before is put together: copying all that comes would take longer than the search.
    const end = piece.indexOf(eventEnd);
    const cut = end < 0 ? piece.length : end + eventEnd.length;
    const begun = this.take(Buffer.concat([this.rest, piece.subarray(0, cut)]));
    return cut === piece.length ? begun : begun + this.take(piece.subarray(cut));
  }

  /** Begins at an event, or at what is none. */
  private take(data: Buffer): string {
    const last = data.lastIndexOf(eventEnd);
    const complete = last < 0 ? 0 : last + eventEnd.length;
    let text = '';
    for (let at = data.indexOf(this.mark); at >= 0 && at < complete; at = data.indexOf(this.mark, at)) {
      const begin = at - beforeIdLength;
      if (isFirstLine(data, begin)) {
        const end = data.indexOf(eventEnd, at);
        text += `${data.toString('utf8', begin, end)}\n`;
        at = end;
      } else at++;
    }
    const rest = data.subarray(complete);
    // Copied: the piece is not kept for the few bytes at its end.
    this.rest = rest.length > maxEventLength ? Buffer.alloc(0) : Buffer.from(rest);
    return text;
  }
}

/** Whether an event begins there: its number, and the end of the one before it. */
function isFirstLine(data: Buffer, begin: number): boolean {
  if (begin < 0 || !beforeId.test(data.toString('latin1', begin, begin + beforeIdLength))) return false;
  const before = begin - eventEnd.length;
  return begin === 0 || (before >= 0 && data.compare(eventEnd, 0, undefined, before, begin) === 0);
}
