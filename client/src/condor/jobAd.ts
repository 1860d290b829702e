/** Job ads as `-json` prints them, decoded. Absent attributes are absent, unevaluated expressions are strings. */
import { chirpAttributes } from '../../../shim/src/protocol.ts';
import type { HoldReason, Job, JobStatus, LastCheckpoint } from './job.ts';

/** What a Job is made of: the projection that condor_q and condor_history are asked for. */
export const jobAttributes: readonly string[] = [
  ...['ClusterId', 'ProcId', 'JobStatus', 'Owner', 'Cmd', 'Arguments', 'Args', 'JobBatchName'],
  ...['RemoteHost', 'LastRemoteHost', 'QDate', 'ShadowBday', 'JobCurrentStartDate'],
  ...[
    'RemoteWallClockTime',
    'ServerTime',
    'NumJobStarts',
    'NumShadowStarts',
    'NumVacates',
    'NumVacatesByReason',
  ],
  ...[
    'HoldReason',
    'HoldReasonCode',
    'HoldReasonSubCode',
    'RemoveReason',
    'TransferringInput',
    'TransferringOutput',
  ],
  ...['Iwd', 'JobSubmitFile', 'UserLog', 'Out', 'Err', 'TransferOutputRemaps'],
  ...['ResidentSetSize', 'RequestMemory', 'DiskUsage', 'RequestDisk'],
  ...['ExitCode', 'ExitBySignal', 'ExitSignal', 'CompletionDate', 'LastCkptTime'],
  ...Object.values(chirpAttributes),
];

/** Decodes one ad; undefined for a value that is no job ad. */
export function decodeJob(value: unknown): Job | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const ad = new Ad(value);
  const cluster = ad.number('ClusterId');
  const proc = ad.number('ProcId');
  if (cluster === undefined || proc === undefined) return undefined;
  const status = decodeStatus(ad);
  const runs = status === 'running' || status === 'transferring' || status === 'suspended';
  return withoutUndefined({
    id: { cluster, proc },
    status,
    owner: ad.text('Owner') ?? '',
    command: ad.text('Cmd') ?? '',
    arguments: ad.text('Arguments') ?? ad.text('Args') ?? '',
    batchName: ad.text('JobBatchName'),
    host: ad.text('RemoteHost') ?? ad.text('LastRemoteHost'),
    submittedAt: ad.number('QDate'),
    // Not JobCurrentStartExecutingDate: in the first second of a run that is still the one of the run before.
    startedAt: runs ? (ad.number('JobCurrentStartDate') ?? ad.number('ShadowBday')) : undefined,
    runSeconds: runSeconds(ad, runs),
    asOf: ad.number('ServerTime'),
    starts: ad.number('NumJobStarts') ?? 0,
    shadowStarts: ad.number('NumShadowStarts') ?? 0,
    evictions: ad.number('NumVacates'),
    evictionsByReason: ad.counts('NumVacatesByReason'),
    submitFile: ad.text('JobSubmitFile'),
    holdReason: status === 'held' ? decodeHoldReason(ad) : undefined,
    removeReason: ad.text('RemoveReason'),
    lastCheckpoint: decodeCheckpoint(ad),
    initialDirectory: ad.text('Iwd') ?? '',
    userLog: ad.text('UserLog'),
    output: realFile(ad.text('Out')),
    error: realFile(ad.text('Err')),
    outputRemaps: ad.text('TransferOutputRemaps'),
    memoryMb: megabytes(ad.number('ResidentSetSize')),
    requestMemoryMb: ad.number('RequestMemory'),
    diskKb: ad.number('DiskUsage'),
    requestDiskKb: ad.number('RequestDisk'),
    // While a job runs, the exit code in its ad is that of an earlier eviction or planned exit.
    exitCode: status === 'completed' && ad.flag('ExitBySignal') !== true ? ad.number('ExitCode') : undefined,
    exitSignal:
      status === 'completed' && ad.flag('ExitBySignal') === true ? ad.number('ExitSignal') : undefined,
    completedAt: status === 'completed' ? ad.number('CompletionDate') : undefined,
  });
}

/** Reads attributes by name and type; a value of another type is an absent one. */
class Ad {
  constructor(private readonly values: object) {}

  number(name: string): number | undefined {
    const value = this.get(name);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  }

  text(name: string): string | undefined {
    const value = this.get(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** A record of numbers; other entries are left out. */
  counts(name: string): Readonly<Record<string, number>> | undefined {
    const value = this.get(name);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
    return Object.fromEntries(
      entries.flatMap(([key, count]) => (typeof count === 'number' ? [[key, count] as const] : [])),
    );
  }

  flag(name: string): boolean | undefined {
    const value = this.get(name);
    return typeof value === 'boolean' ? value : undefined;
  }

  private get(name: string): unknown {
    return (this.values as Readonly<Record<string, unknown>>)[name];
  }
}

function decodeStatus(ad: Ad): JobStatus {
  switch (ad.number('JobStatus')) {
    case 2:
      return ad.flag('TransferringInput') === true || ad.flag('TransferringOutput') === true
        ? 'transferring'
        : 'running';
    case 3:
      return 'removed';
    case 4:
      return 'completed';
    case 5:
      return 'held';
    case 6:
      return 'transferring';
    case 7:
      return 'suspended';
    default:
      return 'idle';
  }
}

/** RemoteWallClockTime counts the runs that have ended; the present one is counted from its shadow's birth. */
function runSeconds(ad: Ad, runs: boolean): number {
  const before = ad.number('RemoteWallClockTime') ?? 0;
  const since = ad.number('ShadowBday');
  const now = ad.number('ServerTime');
  return runs && since !== undefined && now !== undefined ? before + Math.max(0, now - since) : before;
}

function decodeHoldReason(ad: Ad): HoldReason {
  return {
    code: ad.number('HoldReasonCode') ?? 0,
    subcode: ad.number('HoldReasonSubCode') ?? 0,
    text: ad.text('HoldReason') ?? 'no reason given',
  };
}

function decodeCheckpoint(ad: Ad): LastCheckpoint | undefined {
  const time = ad.number(chirpAttributes.lastCheckpoint) ?? ad.number('LastCkptTime');
  if (time === undefined || time <= 0) return undefined;
  return withoutUndefined({
    time,
    milliseconds: ad.number(chirpAttributes.checkpointMilliseconds),
    bytes: ad.number(chirpAttributes.checkpointBytes),
    count: ad.number(chirpAttributes.checkpoints),
  });
}

const megabytes = (kilobytes: number | undefined): number | undefined =>
  kilobytes === undefined ? undefined : Math.ceil(kilobytes / 1024);

/** /dev/null stands for "not asked for". */
const realFile = (name: string | undefined): string | undefined => (name === '/dev/null' ? undefined : name);

type Defined<T> = { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> } & {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
};

function withoutUndefined<T extends object>(value: T): Defined<T> {
  const result: Partial<Record<keyof T, unknown>> = {};
  // Not by entries, which takes as long as parsing the ad: a queue has a hundred thousand.
  for (const key in value) if (value[key] !== undefined) result[key] = value[key];
  // The type says exactly what the loop does.
  return result as unknown as Defined<T>;
}
