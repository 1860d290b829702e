/** The text event log (`log =` of a submit file), in the forms of HTCondor 23 and 25, read while it grows. */
import type { JobId } from './job.ts';

interface EventBase {
  readonly id: JobId;
  /** As the log has it, the access point's clock: "2026-11-22 17:15:45". */
  readonly time: string;
}

export type JobEvent = EventBase &
  (
    | { readonly kind: 'submit'; readonly host: string }
    | { readonly kind: 'execute'; readonly host: string; readonly slot?: string; readonly scratch?: string }
    | {
        readonly kind: 'evicted';
        /** HTCondor 25 and later: 1022 condor_vacate_job, 1010 condor_vacate, 1023 condor_rm, 1 hold. */
        readonly code?: number;
        readonly reason?: string;
        readonly bytesSent?: number;
        /** The job had ended by itself and is run again (on_exit_remove). */
        readonly requeued: boolean;
      }
    | { readonly kind: 'terminated'; readonly exitCode?: number; readonly exitSignal?: number }
    | { readonly kind: 'held'; readonly reason: string; readonly code?: number; readonly subcode?: number }
    | { readonly kind: 'released'; readonly reason: string }
    | { readonly kind: 'aborted'; readonly reason: string }
    | { readonly kind: 'imageSize'; readonly kilobytes: number; readonly memoryMb?: number }
    | {
        readonly kind: 'transfer';
        readonly direction: 'input' | 'output';
        readonly phase: 'started' | 'finished';
      }
    /** Shadow exceptions, errors of the starter, lost and found connections. */
    | { readonly kind: 'problem'; readonly number: number; readonly title: string; readonly detail: string }
    | { readonly kind: 'other'; readonly number: number; readonly title: string }
  );

/** The longest event that is kept; what is longer is no event log. */
const maxEventLength = 256 * 1024;
const eventEnd = Buffer.from('\n...');
const [newline, carriageReturn] = [10, 13];

/**
 * Decodes an event log that comes in pieces of bytes, cut anywhere. Total: what is no event is skipped.
 * `only` names the numbers of the events that are wanted: the others are passed over by their first line, which is
 * many times faster in logs of a hundred megabytes.
 */
export class EventLogDecoder {
  private rest: Buffer = Buffer.alloc(0);

  constructor(private readonly only?: ReadonlySet<number>) {}

  /** The events that these bytes complete, in order. */
  append(bytes: Uint8Array): readonly JobEvent[] {
    const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const data = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
    const events: JobEvent[] = [];
    let begin = 0;
    let from = 0;
    for (;;) {
      const end = data.indexOf(eventEnd, from);
      if (end < 0) break;
      const after = data[end + 4] === carriageReturn ? end + 5 : end + 4;
      if (after >= data.length) break;
      from = after;
      if (data[after] !== newline) continue;
      if (this.only === undefined || wanted(this.only, numberAt(data, begin))) {
        const text = data.toString('utf8', Math.max(begin, end - maxEventLength), end);
        const event = decodeEvent(text);
        if (event !== undefined) events.push(event);
      }
      begin = after + 1;
      // The next end's newline may be the one that ended this line.
      from = after;
    }
    // Of an endless event only its end is kept: the next one begins at its own first line.
    this.rest = Buffer.from(data.subarray(Math.max(begin, data.length - maxEventLength)));
    return events;
  }
}

const wanted = (only: ReadonlySet<number>, number: number): boolean => number < 0 || only.has(number);

/** "005 (" -> 5; -1 for what is no event's first line: it is looked at as a whole. */
function numberAt(data: Buffer, at: number): number {
  const digit = (index: number): number => (data[at + index] ?? 0) - 48;
  const [a, b, c] = [digit(0), digit(1), digit(2)];
  const digits = a >= 0 && a <= 9 && b >= 0 && b <= 9 && c >= 0 && c <= 9;
  return digits && data[at + 3] === 32 && data[at + 4] === 40 ? a * 100 + b * 10 + c : -1;
}

const header =
  /^(\d{3}) \((\d+)\.(\d+)\.\d+\) (\d[\d/-]*[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?) (.*)$/;

function decodeEvent(text: string): JobEvent | undefined {
  // The last one: a header begins an event even where the end of the one before was lost.
  const begin = headerAt.test(text.slice(0, 12)) && !inner.test(text) ? 0 : lastHeader(text);
  if (begin < 0) return undefined;
  const end = text.indexOf('\n', begin);
  const line = end < 0 ? text.slice(begin) : text.slice(begin, end);
  const match = header.exec(line.endsWith('\r') ? line.slice(0, -1) : line);
  if (match === null) return undefined;
  const [, number = '', cluster, proc, time = '', title = ''] = match;
  const base = { id: { cluster: Number(cluster), proc: Number(proc) }, time };
  return Object.assign(base, decodeBody(Number(number), title, end < 0 ? '' : text.slice(end + 1)));
}

const headerAt = /^\d{3} \(\d+\./;
const inner = /\n\d{3} \(\d+\./;

function lastHeader(text: string): number {
  for (let at = text.length; at >= 0;) {
    at = text.lastIndexOf('\n', at - 1);
    if (headerAt.test(text.slice(at + 1, at + 18))) return at + 1;
    if (at < 0) break;
  }
  return -1;
}

type Body<T> = T extends unknown ? Omit<T, keyof EventBase> : never;

/** The lines of an event's body, without the spaces around them and those that are empty. */
const linesOf = (body: string): readonly string[] =>
  body
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function decodeBody(number: number, title: string, body: string): Body<JobEvent> {
  const textIn = (pattern: RegExp): string | undefined => pattern.exec(body)?.[1];
  const numberIn = (pattern: RegExp): number | undefined => {
    const found = textIn(pattern);
    return found === undefined ? undefined : Number(found);
  };
  switch (number) {
    case 0:
      return { kind: 'submit', host: hostIn(title) };
    case 1:
      return {
        kind: 'execute',
        host: hostIn(title),
        ...optional('slot', textIn(/^\s*SlotName: (\S.*?)\s*$/m)),
        ...optional('scratch', textIn(/^\s*CondorScratchDir = "(.*)"\s*$/m)),
      };
    case 4:
      return {
        kind: 'evicted',
        ...optional('code', codeIn(title)),
        ...optional('reason', textIn(/^\s*Reason: (\S.*?)\s*$/m)),
        ...optional('bytesSent', numberIn(/(\d+) +- +Run Bytes Sent By Job/)),
        requeued: / Job terminated and was requeued/.test(body),
      };
    case 5:
      return {
        kind: 'terminated',
        ...optional('exitCode', numberIn(/\(1\) Normal termination \(return value (-?\d+)\)/)),
        ...optional('exitSignal', numberIn(/\(0\) Abnormal termination \(signal (\d+)\)/)),
      };
    case 6:
      return {
        kind: 'imageSize',
        kilobytes: Number(/: (\d+)$/.exec(title)?.[1] ?? 0),
        ...optional('memoryMb', numberIn(/(\d+) +- +MemoryUsage of job \(MB\)/)),
      };
    case 9:
      return { kind: 'aborted', reason: linesOf(body)[0] ?? '' };
    case 12:
      return {
        kind: 'held',
        reason: linesOf(body)
          .filter((line) => !/^Code \d+ Subcode \d+$/.test(line))
          .join(' '),
        ...optional('code', numberIn(/^\s*Code (\d+) Subcode \d+\s*$/m)),
        ...optional('subcode', numberIn(/^\s*Code \d+ Subcode (\d+)\s*$/m)),
      };
    case 13:
      return { kind: 'released', reason: linesOf(body)[0] ?? '' };
    case 40:
      return decodeTransfer(number, title);
    case 2:
    case 7:
    case 21:
    case 22:
    case 23:
    case 24:
      return { kind: 'problem', number, title, detail: linesOf(body).join('\n') };
    default:
      return { kind: 'other', number, title };
  }
}

function decodeTransfer(number: number, title: string): Body<JobEvent> {
  const match = /^(Started|Finished) transferring (input|output) files$/.exec(title);
  if (match === null) return { kind: 'other', number, title };
  return {
    kind: 'transfer',
    direction: match[2] === 'input' ? 'input' : 'output',
    phase: match[1] === 'Started' ? 'started' : 'finished',
  };
}

/** The address in "Job executing on host: <127.0.0.1:9618?addrs=...>", without its parameters. */
const hostIn = (title: string): string => /: <?([^?>]*)/.exec(title)?.[1] ?? '';

function codeIn(title: string): number | undefined {
  const code = / Code (\d+) Subcode \d+/.exec(title)?.[1];
  return code === undefined ? undefined : Number(code);
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  // Of a computed key TypeScript does not know more than that it is a string.
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<K, V>>;
}
