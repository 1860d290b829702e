import type { Dmtcp } from './dmtcp.ts';
import type { Program } from './programs.ts';
import type { Story } from './story.ts';

/** What a cell needs of the execute host or of the submit file. */
export interface Setup {
  /** The job's /tmp is that of everyone. */
  readonly sharedTmp?: boolean;
  /** The sandbox is on a file system of its own, which shrinkDisk() fills. */
  readonly ownDisk?: boolean;
  /** Seconds from the soft kill to the hard kill. */
  readonly allowedSeconds?: number;
  /** What misbehaves while the job's switch is on. */
  readonly switched?: Switched;
  /** Milliseconds that each checkpoint of the stand-in takes; a real one takes its own. */
  readonly standinMilliseconds?: number;
}

/**
 * `portFile`: the coordinator cannot write it. `atomic`: libatomic.so.1 is neither shipped nor on the machine.
 * `unprotected`: DMTCP does not get into the program.
 */
export type Switched = 'portFile' | 'atomic' | 'unprotected';

export interface JobSpec {
  /** "program/fault" */
  readonly cell: string;
  readonly program: Program;
  readonly dmtcp: Dmtcp;
  /** Numbers that the program prints. */
  readonly count: number;
  readonly setup: Setup;
}

/** One start of the job on the execute host, while it lasts. */
export interface Start {
  readonly number: number;
  /** The sandbox, as this process sees it. */
  readonly directory: string;
  /** Process id of the shim, as this process sees it. */
  readonly shim: number;
  /** Every process of the job. */
  readonly family: () => readonly number[];
}

export type Final =
  | { readonly kind: 'ended'; readonly code: number; readonly directory: string }
  | { readonly kind: 'other'; readonly text: string };

/** A job under a driver. Starts follow each other by themselves, as in a pool. */
export interface Job {
  /** "CLUSTER.PROC" */
  readonly id: string;
  readonly spec: JobSpec;
  readonly story: Story;
  /** Waits for the start of that number; fails when the job has ended before. */
  start(number: number): Promise<Start>;
  /** Asks for an eviction. `hold`: the job then waits for release(). */
  softKill(options?: { readonly hold?: boolean }): Promise<void>;
  /** An eviction without notice. */
  hardKill(): Promise<void>;
  killStarter(): Promise<void>;
  /** Waits until the start of that number is gone from the machine and what travels has travelled. */
  over(number: number): Promise<void>;
  /** Starts that are over. */
  finished(): number;
  /** Directory with the files that travelled at the last eviction; only while the job is held. */
  stored(): string;
  release(): Promise<void>;
  setSwitch(on: boolean): Promise<void>;
  /** Leaves next to nothing free where the sandbox is, until the start is over. */
  shrinkDisk(): Promise<void>;
  /** Waits until the job has left the queue. */
  final(): Promise<Final>;
  /** What the job has left behind on the machine, for people. */
  leftBehind(): Promise<readonly string[]>;
  /** Removes everything. */
  clear(): Promise<void>;
}

export interface Driver {
  readonly name: string;
  /** Cells that can run at a time without meeting each other. */
  readonly parallel: number;
  /** How much longer an eviction takes than it would here without HTCondor. */
  readonly pace: number;
  /** Directory, where jobs run, of the C library that programs use instead of the machine's. */
  readonly ownLibrary?: string;
  /** Whether a fault concerns the whole machine, and so every other cell. */
  alone(fault: string): boolean;
  /** Why this driver cannot do a fault; undefined when it can. */
  cannot(fault: string): string | undefined;
  submit(spec: JobSpec): Promise<Job>;
  stop(): Promise<void>;
}

/** Names of the job's files, all in its sandbox. */
export const files = { log: 'shim.log', stdout: 'out.txt', stderr: 'err.txt', stdin: 'in.txt' } as const;

/** The shim's arguments. */
export function argumentsOf({ program, count }: JobSpec): readonly string[] {
  return [
    ...['--log', files.log, '--stdout', files.stdout, '--stderr', files.stderr],
    ...(program.input === undefined ? [] : ['--stdin', files.stdin]),
    ...program.command(count),
  ];
}
