/** An event log is often shared by many jobs: lets through the events of one, as they are written. */
import { StringDecoder } from 'node:string_decoder';
import type { JobId } from '../condor/job.ts';

/** Longest event kept, UTF-16 units; what is longer is no event log. */
const maxEventLength = 256 * 1024;

export class EventLogFilter {
  private readonly utf8 = new StringDecoder('utf8');
  private readonly header: RegExp;
  private rest = '';

  constructor(id: JobId) {
    // HTCondor pads the numbers: "000 (012.000.000) ..."
    this.header = new RegExp(`^\\d{3} \\(0*${id.cluster}\\.0*${id.proc}\\.\\d+\\) `);
  }

  /** The text of the job's events that these bytes complete. */
  append(bytes: Uint8Array): string {
    const parts = (this.rest + this.utf8.write(Buffer.from(bytes))).split('\n...\n');
    this.rest = parts.pop() ?? '';
    if (this.rest.length > maxEventLength) this.rest = '';
    return parts
      .filter((event) => this.header.test(event))
      .map((event) => `${event}\n`)
      .join('');
  }
}
