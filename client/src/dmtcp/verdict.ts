/** How a job went, in one sentence. */
import { formatJobId, type Job } from '../condor/job.ts';
import type { ShimEvent } from '../../../shim/src/protocol.ts';
import { parseDmtcpLogLine } from './logFormat.ts';

export interface FirstError {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

export interface Verdict {
  readonly kind: 'completed' | 'failed' | 'removed' | 'unknown';
  readonly exitCode?: number;
  readonly exitSignal?: number;
  /** Starts after the first one. */
  readonly restarts: number;
  /** Proven checkpoints over all starts. */
  readonly checkpoints: number;
  readonly firstError?: FirstError;
  /** One sentence for people. */
  readonly text: string;
}

/** Whether nothing of a job's end needs to be looked at. */
export const isGood = ({ kind, firstError }: Verdict): boolean =>
  kind === 'completed' && firstError === undefined;

export interface VerdictFacts {
  readonly job?: Job;
  readonly events: readonly ShimEvent[];
  readonly firstError?: FirstError;
}

/**
 * Sums up an ended job: its ad, the shim's events and the first ERROR of its DMTCP logs.
 * An exit code that is not 0 is the program's own affair (it completed); a job failed where the shim or a signal ended it.
 */
export function judge({ job, events, firstError }: VerdictFacts): Verdict {
  const exit = events.filter((event) => event.event === 'exit').at(-1);
  const kind = kindOf(job, exit?.outcome);
  const exitCode = job?.exitCode ?? (exit?.outcome === 'evicted' ? undefined : exit?.code);
  const { exitSignal } = job ?? {};
  const ranAs = events.filter(({ event }) => event === 'running' || event === 'unprotected').at(-1);
  // The shim's own count is exact; HTCondor's leaves out starts after a planned exit.
  const starts = events.filter((event) => event.event === 'start').length || (job?.starts ?? 0);
  const counts = {
    restarts: Math.max(0, starts - 1),
    checkpoints: events.filter((event) => event.event === 'checkpoint').length,
  };
  return {
    kind,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(exitSignal === undefined ? {} : { exitSignal }),
    ...counts,
    ...(firstError === undefined ? {} : { firstError }),
    text: [
      `${job === undefined ? 'The job' : `Job ${formatJobId(job.id)}`} ${ending(kind, exitCode, exitSignal, job)}`,
      `after ${plural(counts.restarts, 'restart')} and ${plural(counts.checkpoints, 'checkpoint')};`,
      firstError === undefined
        ? 'no ERROR in its DMTCP logs.'
        : `the first ERROR is in ${firstError.file}, line ${firstError.line}: ${firstError.text}`,
      ...(ranAs?.event === 'unprotected' ? ['Its program ran without DMTCP inside.'] : []),
      ...(kind === 'failed' && exit !== undefined ? [`The shim says: ${exit.message}`] : []),
    ].join(' '),
  };
}

function kindOf(
  job: Job | undefined,
  outcome: 'completed' | 'evicted' | 'failed' | undefined,
): Verdict['kind'] {
  if (job?.status === 'removed') return 'removed';
  if (outcome === 'failed' || job?.exitSignal !== undefined) return 'failed';
  if (job?.status === 'completed' || (job === undefined && outcome === 'completed')) return 'completed';
  return 'unknown';
}

function ending(
  kind: Verdict['kind'],
  exitCode: number | undefined,
  exitSignal: number | undefined,
  job: Job | undefined,
): string {
  const how = exitSignal === undefined ? `exit code ${exitCode ?? 'not known'}` : `signal ${exitSignal}`;
  switch (kind) {
    case 'completed':
      return `completed with ${how}`;
    case 'failed':
      return `failed with ${how}`;
    case 'removed':
      return `was removed (${job?.removeReason ?? 'no reason given'})`;
    case 'unknown':
      return 'ended in a way that is not known';
  }
}

const plural = (count: number, noun: string): string =>
  `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;

/** The longest part of a line that is kept while its end has not come. */
const maxLine = 8192;
/** The longest message that a verdict shows. */
const maxText = 300;

/** Finds the first ERROR in a DMTCP log that comes in pieces; keeps one line at most. */
export class FirstErrorFinder {
  private rest = '';
  private lines = 0;
  private part: string | undefined;
  firstError: FirstError | undefined;

  /** `file` names the log, unless its own `==> NAME <==` lines say which part of it a line is in. */
  constructor(private readonly file: string) {}

  append(text: string): void {
    if (this.firstError !== undefined) return;
    const pieces = (this.rest + text).split('\n');
    this.rest = (pieces.pop() ?? '').slice(0, maxLine);
    for (const piece of pieces) this.look(piece);
  }

  private look(line: string): void {
    this.lines++;
    if (this.firstError !== undefined) return;
    const part = /^==> (.+) <==$/.exec(line)?.[1];
    if (part !== undefined) this.part = part;
    const parsed = parseDmtcpLogLine(line);
    if (parsed?.level !== 'error') return;
    const place = parsed.place === undefined ? '' : `${parsed.place}: `;
    const named = this.part === undefined ? '' : ` [${this.part}]`;
    this.firstError = {
      file: this.file,
      line: this.lines,
      text: `${place}${parsed.text}${named}`.slice(0, maxText),
    };
  }
}
