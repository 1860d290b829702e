/** The ads that `-json` prints, decoded while they come: tens of megabytes are neither kept nor parsed in one go. */
import { CondorError } from './condorError.ts';
import type { Job } from './job.ts';
import { decodeJob } from './jobAd.ts';

/** Bytes of ads that are parsed together: few calls, and none takes longer than a millisecond or two. */
const batchBytes = 65_536;
/** An ad longer than this is none; jobs with huge environments stay well below. */
const maxAdBytes = 16 << 20;
const [newline, comma, open, close] = [10, 44, 123, 125];

export class JobAdStream {
  readonly jobs: Job[] = [];
  private rest: Buffer = Buffer.alloc(0);
  private began = false;
  /** Kept until the end: a tool that failed may say so in its own way. */
  private failure: CondorError | undefined;

  constructor(private readonly tool: string) {}

  append(bytes: Uint8Array): void {
    if (this.failure !== undefined) return;
    const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const data = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
    let at = this.began ? 0 : this.begin(data);
    for (let end = lastEnd(data, at); this.began && end >= 0; end = lastEnd(data, at)) {
      this.parse(data, at, end);
      at = end;
    }
    this.rest = Buffer.from(data.subarray(at));
    if (this.rest.length > maxAdBytes) this.fail(this.rest);
  }

  /** The jobs of the whole output; nothing at all means none. Throws CondorError `unexpectedOutput`. */
  end(): readonly Job[] {
    const left = this.rest.toString('utf8').trim().replace(/^,/, '');
    if (this.began && left !== ']') {
      if (left.endsWith(']')) this.parse(this.rest, 0, this.rest.lastIndexOf(93));
      else this.fail(this.rest);
    }
    if (this.failure !== undefined) throw this.failure;
    return this.jobs;
  }

  /** Where the list begins; login files may print nothing before it. */
  private begin(data: Buffer): number {
    for (let at = 0; at < data.length; at++) {
      const byte = data[at];
      if (byte === newline || byte === 13 || byte === 32) continue;
      if (byte === 91) this.began = true;
      else this.fail(data);
      return at + 1;
    }
    return data.length;
  }

  private parse(data: Buffer, from: number, to: number): void {
    let start = from;
    while (start < to && data[start] !== open) start++;
    let ads: unknown;
    try {
      ads = JSON.parse(`[${data.toString('utf8', start, to)}]`);
    } catch (error) {
      this.fail(data.subarray(from, to), error);
    }
    if (!Array.isArray(ads)) return;
    for (const ad of ads) {
      const job = decodeJob(ad);
      if (job !== undefined) this.jobs.push(job);
    }
  }

  private fail(data: Buffer, cause?: unknown): void {
    this.failure ??= new CondorError(
      'unexpectedOutput',
      `${this.tool} -json was to print a list of jobs; it printed: ${data.toString('utf8', 0, 200)}. ` +
        'Login files on the access point must not print anything when commands are run there.',
      { cause },
    );
  }
}

/**
 * Behind the last whole ad of at most a batch, or -1. HTCondor ends each ad with a brace at the beginning of a line,
 * and no string can hold a line's end.
 */
function lastEnd(data: Buffer, from: number): number {
  const limit = Math.min(data.length, from + batchBytes);
  for (let at = data.lastIndexOf('\n}', limit - 3); at > from; at = data.lastIndexOf('\n}', at - 1)) {
    if (endsAd(data, at)) return at + 2;
  }
  if (limit === data.length) return -1;
  // One ad that is longer than a batch.
  const end = data.indexOf('\n}', limit - 3);
  return end < 0 || end + 3 > data.length ? -1 : end + 2;
}

const endsAd = (data: Buffer, at: number): boolean => {
  const next = data[at + 2];
  return data[at + 1] === close && (next === newline || next === comma || next === 13);
};
