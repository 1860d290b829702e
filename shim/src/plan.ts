/** What a start decides before the program runs, from the options, the ads and the checkpoints so far: pure. */
import type { Job } from './job.ts';
import type { Options } from './options.ts';
import type { JobRecord } from './record.ts';

export interface Plan {
  /** Seconds between checkpoints that DMTCP makes by itself, 0 for none. */
  readonly ownInterval: number;
  /** Milliseconds after which the program is stopped by a checkpoint that HTCondor is given; undefined: never. */
  readonly stopAfter?: number;
  readonly environment: Readonly<Record<string, string>>;
  /** For the log: what a user should know early. */
  readonly notes: readonly string[];
}

export interface PlanFacts {
  readonly options: Options;
  readonly job: Job;
  readonly checkpointExitCode: number | undefined;
  /** Milliseconds that an eviction's checkpoint may take. */
  readonly allowed: number;
  readonly record: JobRecord;
}

/** Bytes a millisecond that a compressed checkpoint writes at least. */
const gzipSpeed = 25_000;
/** The longest time that a timer takes, milliseconds. */
const longest = 2_147_483_000;

export function makePlan({ options, job, checkpointExitCode, allowed, record }: PlanFacts): Plan {
  const notes: string[] = [];
  const { tooSlow } = record;
  const last = Math.max(record.sets[0]?.milliseconds ?? 0, tooSlow ?? 0);
  let { interval } = options;
  if (last > allowed || tooSlow !== undefined) {
    const between = Math.max(300, Math.round(last / 100));
    notes.push(
      (tooSlow === undefined
        ? `the last checkpoint took ${seconds(last)}, but only ${seconds(allowed)} are allowed at an eviction: `
        : `the last checkpoint was given up after ${seconds(tooSlow)}: `) +
        'raise job_max_vacate_time' +
        (record.sets.length === 0 || options.gzip === 'off'
          ? ''
          : ', or ask for no compression (--gzip off) when the job is submitted again: a program keeps the setting that it began with'),
    );
    if (interval === 0) {
      interval = between;
      notes.push(`a checkpoint is made every ${between} s from now on, so that an eviction costs no more`);
    }
  }
  const gzip = gzipOf({ options, job, allowed, record });
  if (gzip.note !== undefined) notes.push(gzip.note);
  const handsOver = interval > 0 && checkpointExitCode !== undefined;
  if (interval > 0 && !handsOver) {
    notes.push(
      'checkpoints of an interval stay on this machine until an eviction; with checkpoint_exit_code in the submit file HTCondor keeps each of them',
    );
  }
  return {
    ownInterval: handsOver ? 0 : interval,
    ...(handsOver ? { stopAfter: Math.min(interval * 1000, longest) } : {}),
    environment: gzip.value === undefined ? {} : { DMTCP_GZIP: gzip.value },
    notes,
  };
}

/** The setting with which the program began stays in its images: this one counts where it begins. */
function gzipOf({ options: { gzip }, job, allowed, record }: Omit<PlanFacts, 'checkpointExitCode'>): {
  readonly value?: '0' | '1';
  readonly note?: string;
} {
  if (gzip !== 'auto') return { value: gzip === 'on' ? '1' : '0' };
  if (record.tooSlow !== undefined && record.sets.length === 0) {
    return { value: '0', note: 'images are not compressed from now on, to be in time' };
  }
  const { requestMemory } = job;
  const needed = requestMemory === undefined ? 0 : (requestMemory * 1_048_576) / gzipSpeed;
  if (needed <= allowed) return {};
  return {
    value: '0',
    note: `images are not compressed: ${requestMemory ?? 0} MB (request_memory) would take up to ${seconds(needed)}, ${seconds(allowed)} are allowed`,
  };
}

/** Milliseconds for an eviction's checkpoint: what the pool allows less what the shim itself needs. */
export function allowedTime(options: Options, job: Job): number {
  if (options.checkpointTimeout !== undefined) return options.checkpointTimeout * 1000;
  const allowed = (job.vacateSeconds ?? 600) * 1000;
  return Math.max(allowed / 2, allowed - 3_000);
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
