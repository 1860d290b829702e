/** The text event log (`log =` of a submit file), in the forms of HTCondor 23 and 25, read while it grows. */
import { StringDecoder } from 'node:string_decoder';
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

/** Decodes an event log that comes in pieces of bytes, cut anywhere. Total: what is no event is skipped. */
export class EventLogDecoder {
  private readonly utf8 = new StringDecoder('utf8');
  private lines: string[] = [];
  private length = 0;
  private rest = '';

  /** The events that these bytes complete, in order. */
  append(bytes: Uint8Array): readonly JobEvent[] {
    const pieces = (this.rest + this.utf8.write(Buffer.from(bytes))).split('\n');
    this.rest = pieces.pop() ?? '';
    if (this.rest.length > maxEventLength) this.rest = '';
    const events: JobEvent[] = [];
    for (const piece of pieces) {
      const line = piece.endsWith('\r') ? piece.slice(0, -1) : piece;
      if (line === '...') {
        const event = decodeEvent(this.lines);
        if (event !== undefined) events.push(event);
        this.restart();
      } else {
        this.add(line);
      }
    }
    return events;
  }

  private add(line: string): void {
    // A header begins an event even where the end of the one before was lost.
    if (header.test(line)) this.restart();
    this.length += line.length;
    if (this.length <= maxEventLength) this.lines.push(line);
  }

  private restart(): void {
    this.lines = [];
    this.length = 0;
  }
}

const header =
  /^(\d{3}) \((\d+)\.(\d+)\.\d+\) (\d[\d/-]*[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?) (.*)$/;

function decodeEvent(lines: readonly string[]): JobEvent | undefined {
  const match = header.exec(lines[0] ?? '');
  if (match === null) return undefined;
  const [, number = '', cluster, proc, time = '', title = ''] = match;
  const base = { id: { cluster: Number(cluster), proc: Number(proc) }, time };
  return { ...base, ...decodeBody(Number(number), title, lines.slice(1)) };
}

type Body<T> = T extends unknown ? Omit<T, keyof EventBase> : never;

function decodeBody(number: number, title: string, lines: readonly string[]): Body<JobEvent> {
  const detail = lines.map((line) => line.trim()).filter((line) => line !== '');
  const text = detail.join('\n');
  const numberIn = (pattern: RegExp): number | undefined => {
    const found = pattern.exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  switch (number) {
    case 0:
      return { kind: 'submit', host: hostIn(title) };
    case 1:
      return {
        kind: 'execute',
        host: hostIn(title),
        ...optional('slot', /^SlotName: (.+)$/m.exec(text)?.[1]),
        ...optional('scratch', /^CondorScratchDir = "(.*)"$/m.exec(text)?.[1]),
      };
    case 4:
      return {
        kind: 'evicted',
        ...optional('code', codeIn(title)),
        ...optional('reason', /^Reason: (.+)$/m.exec(text)?.[1]),
        ...optional('bytesSent', numberIn(/^(\d+) +- +Run Bytes Sent By Job$/m)),
        requeued: /^\(\d\) Job terminated and was requeued$/m.test(text),
      };
    case 5:
      return {
        kind: 'terminated',
        ...optional('exitCode', numberIn(/^\(1\) Normal termination \(return value (-?\d+)\)$/m)),
        ...optional('exitSignal', numberIn(/^\(0\) Abnormal termination \(signal (\d+)\)$/m)),
      };
    case 6:
      return {
        kind: 'imageSize',
        kilobytes: Number(/: (\d+)$/.exec(title)?.[1] ?? 0),
        ...optional('memoryMb', numberIn(/^(\d+) +- +MemoryUsage of job \(MB\)$/m)),
      };
    case 9:
      return { kind: 'aborted', reason: detail[0] ?? '' };
    case 12:
      return {
        kind: 'held',
        reason: detail.filter((line) => !/^Code \d+ Subcode \d+$/.test(line)).join(' '),
        ...optional('code', numberIn(/^Code (\d+) Subcode \d+$/m)),
        ...optional('subcode', numberIn(/^Code \d+ Subcode (\d+)$/m)),
      };
    case 13:
      return { kind: 'released', reason: detail[0] ?? '' };
    case 40:
      return decodeTransfer(number, title);
    case 2:
    case 7:
    case 21:
    case 22:
    case 23:
    case 24:
      return { kind: 'problem', number, title, detail: text };
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
