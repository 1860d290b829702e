/** A small program under DMTCP, to learn what DMTCP can do on this machine. */
import type { LogFiles } from './dmtcpLogs.ts';
import { drive, type Program, type RunResult } from './drive.ts';
import type { Host } from './host/host.ts';
import type { Layout } from './layout.ts';
import { join } from './paths.ts';
import type { SoftKill } from './supervise.ts';
import type { Tools } from './tools.ts';

export interface Trial {
  readonly host: Host;
  readonly layout: Layout;
  readonly tools: Tools;
  readonly logs: LogFiles;
  readonly program: Program;
  readonly directory: string;
  readonly images: readonly string[];
  /** Milliseconds. */
  readonly startWithin: number;
  /** Whether it is evicted as soon as it is protected; else it runs to its end. */
  readonly evict: boolean;
}

/** Milliseconds. */
export const patience = 30_000;

/** Runs the program to its end, or until it has been evicted. */
export function runTrial({ evict, startWithin, ...trial }: Trial): Promise<RunResult> {
  const { host, layout, images } = trial;
  let send: (signal: SoftKill) => void = () => undefined;
  const output = join(layout.directory, 'trial.out');
  return drive({
    ...trial,
    limits: {
      restarting: images.length > 0,
      allowUnprotected: false,
      connectWithin: startWithin,
      checkpointWithin: patience,
      intervalWithin: patience,
    },
    checkpointDirectory: layout.images.work,
    interval: 0,
    // Compression would take most of the time, and has nothing to do with what can fail here.
    environment: { DMTCP_GZIP: '0' },
    stdin: { kind: 'null' },
    stdout: { kind: 'append', path: output },
    stderr: { kind: 'append', path: output },
    portFile: join(layout.directory, 'port'),
    coordinatorLog: join(layout.temporary, `dmtcp_coordinator.trial-${images.length}.log`),
    onSignal: (listener) => {
      send = listener;
    },
    say: () => undefined,
    tell: (news) => {
      if (evict && news.kind === 'protected') void host.after(0).then(() => send('SIGINT'));
    },
    onCoordinator: () => undefined,
    onCheckpoint: () => undefined,
    outputSizes: () => [],
    watch: () => undefined,
  });
}

const harmless = '/bin/true';
/** SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS */
const crashes: readonly number[] = [4, 5, 6, 7, 8, 11, 31];

/**
 * A program that crashes before it is protected looks the same whether it did so itself or DMTCP, which cannot get into
 * programs of some C libraries (2.6 with glibc 2.34). Whether a harmless one crashes as well tells: undefined when
 * it does not, or nothing was wrong; else how it ended.
 */
export async function crashOfDmtcp(
  { outcome }: RunResult,
  trial: Omit<Trial, 'program' | 'directory' | 'images' | 'startWithin' | 'evict'>,
): Promise<number | undefined> {
  if (outcome.kind !== 'completed' || outcome.ending.kind !== 'signal') return undefined;
  if (!crashes.includes(outcome.ending.signal) || trial.host.files.status(harmless) === undefined)
    return undefined;
  const { outcome: second } = await runTrial({
    ...trial,
    program: { kind: 'other', command: [harmless] },
    directory: trial.layout.directory,
    images: [],
    startWithin: patience,
    evict: false,
  });
  return second.kind === 'completed' && second.ending.kind === 'signal' ? second.ending.signal : undefined;
}
