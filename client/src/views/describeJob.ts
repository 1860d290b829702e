/** How a job is put in words, the same in the view, in pickers and above its logs. */
import { formatJobId, type Job } from '../condor/job.ts';
import { troubleOf } from '../condor/waiting.ts';

/**
 * One line: state, run time, starts, last checkpoint, host; of a job that never ran, how long it waits; of one that
 * has left the queue, how it ended.
 * `nowMs`: milliseconds since 1970.
 */
export function describeJob(job: Job, nowMs: number): string {
  if (job.status === 'idle' && job.starts === 0)
    return job.submittedAt === undefined ? 'idle' : `idle for ${age(nowMs / 1000 - job.submittedAt)}`;
  if (job.status === 'completed' || job.status === 'removed')
    return [outcome(job, nowMs), duration(job.runSeconds), count(job.starts, 'start')].join(' · ');
  return [
    job.status,
    ...(job.status === 'held' && job.holdReason !== undefined ? [job.holdReason.text] : []),
    duration(runSeconds(job, nowMs)),
    count(job.starts, 'start'),
    checkpointAge(job, nowMs),
    ...(job.status === 'running' && job.host !== undefined ? [job.host] : []),
  ].join(' · ');
}

/** "exit code 3, 2 h ago": how a job ended that has left the queue, as its ad says it. */
function outcome(job: Job, nowMs: number): string {
  const ended = job.completedAt === undefined ? '' : `, ${age(nowMs / 1000 - job.completedAt)} ago`;
  if (job.status === 'removed')
    return job.removeReason === undefined ? 'removed' : `removed: ${job.removeReason}`;
  if (job.exitSignal !== undefined) return `killed by signal ${job.exitSignal}${ended}`;
  return `${job.exitCode === undefined ? 'completed' : `exit code ${job.exitCode}`}${ended}`;
}

/** What the job is called: its batch name, or the program's file name, also where shim_dmtcp runs it. */
export function jobName(job: Job): string {
  if (job.batchName !== undefined) return job.batchName;
  const command = baseName(job.command);
  if (command !== 'shim_dmtcp') return command;
  const words = job.arguments.split(/\s+/);
  let at = 0;
  // Every option of the shim takes a value, but for these.
  while (words[at]?.startsWith('--') === true)
    at += /^--(allow-unprotected$|.*=)/.test(words[at] ?? '') ? 1 : 2;
  return baseName(words[at] ?? '') || command;
}

/** A name that leaves room for what else is in a row; all of it is in the tooltip. */
export const shortName = (name: string): string => (name.length <= 24 ? name : `${name.slice(0, 23)}…`);

/** Everything that is known of a job, as label and value. */
export function jobFacts(
  job: Job,
  nowMs: number,
): readonly { readonly label: string; readonly value: string }[] {
  const facts: [string, string | undefined][] = [
    ['Host', job.host],
    ['Run time', duration(runSeconds(job, nowMs))],
    ['Starts', String(job.starts)],
    ['Evictions', evictions(job)],
    ['Last checkpoint', checkpointDetail(job, nowMs)],
    ['Memory', job.memoryMb === undefined ? undefined : ofRequest(job.memoryMb, job.requestMemoryMb, 'MB')],
    ['Disk', job.diskKb === undefined ? undefined : ofRequest(mb(job.diskKb), mb(job.requestDiskKb), 'MB')],
    ['Held because', job.holdReason?.text],
    ['Trouble', troubleOf(job)],
    ['Exit code', job.exitCode === undefined ? undefined : String(job.exitCode)],
    ['Killed by signal', job.exitSignal === undefined ? undefined : String(job.exitSignal)],
    ['Removed because', job.removeReason],
  ];
  return facts.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

/** Plain text with a line for each fact. */
export function jobTooltip(job: Job, nowMs: number): string {
  return [
    `Job ${formatJobId(job.id)} of ${job.owner}: ${job.status}`,
    ...(job.batchName === undefined ? [] : [job.batchName]),
    `${job.command} ${job.arguments}`.trim(),
    '',
    ...jobFacts(job, nowMs).map(({ label, value }) => `${label}: ${value}`),
  ].join('\n');
}

/** 93784 -> "1 d 02:03:04". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const part = (n: number): string => String(n).padStart(2, '0');
  const clock = `${part(Math.floor(whole / 3600) % 24)}:${part(Math.floor(whole / 60) % 60)}:${part(whole % 60)}`;
  const days = Math.floor(whole / 86_400);
  return days === 0 ? clock : `${days} d ${clock}`;
}

/** "12 s", "3 min", "2 h", "4 d": the largest unit that fits. */
export function age(seconds: number): string {
  const units: readonly [number, string][] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ];
  for (const [size, name] of units) if (seconds >= size) return `${Math.floor(seconds / size)} ${name}`;
  return `${Math.max(0, Math.floor(seconds))} s`;
}

/** "3: 2 UserRequest, 1 JobRemoved"; undefined where the access point does not count them (before HTCondor 25). */
function evictions(job: Job): string | undefined {
  if (job.evictions === undefined) return undefined;
  const reasons = Object.entries(job.evictionsByReason ?? {}).sort(([, a], [, b]) => b - a);
  return [String(job.evictions), reasons.map(([reason, n]) => `${n} ${reason}`).join(', ')]
    .filter((text) => text !== '')
    .join(': ');
}

export const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** The ad's run time, and what passed since it was read while the job runs. */
function runSeconds(job: Job, nowMs: number): number {
  return job.status === 'running' && job.asOf !== undefined
    ? job.runSeconds + Math.max(0, nowMs / 1000 - job.asOf)
    : job.runSeconds;
}

function checkpointAge(job: Job, nowMs: number): string {
  return job.lastCheckpoint === undefined
    ? 'no checkpoint'
    : `checkpoint ${age(nowMs / 1000 - job.lastCheckpoint.time)} ago`;
}

function checkpointDetail(job: Job, nowMs: number): string {
  const last = job.lastCheckpoint;
  if (last === undefined) return 'none';
  return [
    `${age(nowMs / 1000 - last.time)} ago`,
    ...(last.bytes === undefined ? [] : [`${(last.bytes / 1e6).toFixed(1)} MB`]),
    ...(last.milliseconds === undefined ? [] : [`took ${(last.milliseconds / 1000).toFixed(1)} s`]),
  ].join(', ');
}

const ofRequest = (used: number, requested: number | undefined, unit: string): string =>
  requested === undefined ? `${used} ${unit}` : `${used} of ${requested} ${unit}`;

const mb = <T extends number | undefined>(kilobytes: T): T =>
  // The number stays a number, and undefined undefined.
  (kilobytes === undefined ? undefined : Math.ceil(kilobytes / 1024)) as T;

const baseName = (file: string): string => file.split('/').at(-1) ?? '';
