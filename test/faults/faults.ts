/** The faults of the matrix: what is done to the job, and what the shim must have said of it. */
import type { Job, JobSpec, Setup } from './job.ts';
import type { Program } from './programs.ts';
import {
  count,
  damage,
  evict,
  freezeInCheckpoint,
  kill,
  pass,
  progress,
  restartedFrom,
  running,
  secondStart,
  type Damage,
} from './play.ts';
import type { Random } from './random.ts';

export interface Fault {
  readonly name: FaultName;
  readonly setup: Setup;
  /** Milliseconds that the program must last. */
  readonly milliseconds?: number;
  play(job: Job, random: Random): Promise<void>;
  /** After the job's end: what was not said, or did not happen; undefined when all is well. */
  missing(job: Job): string | undefined;
}

export const faultNames = [
  'vacate',
  'evictions12',
  'fastVacate',
  'killCoordinator',
  'killProgram',
  'killShim',
  'killStarter',
  'diskFull',
  'truncated',
  'flipped',
  'missing',
  'killInCheckpoint',
  'portFile',
  'atomic',
  'unprotected',
  'sharedTmp',
  'twoSeconds',
] as const;
export type FaultName = (typeof faultNames)[number];

/**
 * Numbers that a program must print for a fault, so that it does not end too soon.
 * @param pace how much longer everything takes with this driver
 */
export const countFor = (program: Program, { milliseconds = 4_000 }: Fault, pace: number): number =>
  Math.max(6, Math.ceil((milliseconds * pace) / program.pause));

export function prepareFault(name: FaultName, program: JobSpec['program']): Fault {
  const large = program.large === true;
  switch (name) {
    case 'vacate':
      return {
        name,
        setup: {},
        milliseconds: 6_000,
        play: async (job, random) => {
          for (const number of [1, 2, 3]) {
            const start = await job.start(number);
            await pass(random.between(0, large ? 4_000 : 1_500));
            await evict(job, start);
          }
        },
        missing: (job) => expectCount(job, 'checkpoint-failed', 0) ?? told(job, /exit \d+: evicted/),
      };
    case 'evictions12':
      return {
        name,
        setup: {},
        milliseconds: large ? 40_000 : 30_000,
        play: async (job, random) => {
          for (let number = 1; number <= 12; number++) {
            const start = await job.start(number);
            await running(job, start);
            await pass(random.between(0, 200));
            await evict(job, start);
          }
        },
        missing: (job) => expectCount(job, 'checkpoint', 12) ?? expectCount(job, 'start', 13),
      };
    case 'fastVacate':
      return onSecondStart(name, {}, async (job, { number }) => {
        await job.hardKill();
        await job.over(number);
      });
    case 'killStarter':
      return onSecondStart(name, {}, async (job, { number }) => {
        await job.killStarter();
        await job.over(number);
      });
    case 'killShim':
      return onSecondStart(name, {}, (job, start) => kill(job, start, 'shim'));
    case 'killProgram':
      return {
        ...onSecondStart(name, {}, (job, start) => kill(job, start, 'program')),
        missing: (job) => told(job, /signal 9|SIGKILL|killed/) ?? resumed(job),
      };
    case 'killCoordinator':
      return {
        ...onSecondStart(name, {}, (job, start) => kill(job, start, 'coordinator')),
        missing: (job) => told(job, /coordinator|DMTCP ended the program/i) ?? resumed(job),
      };
    case 'diskFull':
      return {
        ...onSecondStart(name, { ownDisk: true }, async (job, start) => {
          await job.shrinkDisk();
          await evict(job, start);
        }),
        missing: (job) =>
          expectCount(job, 'checkpoint-failed', 1) ??
          told(job, /evicted without a new checkpoint|cannot be kept/) ??
          resumed(job),
      };
    case 'truncated':
    case 'flipped':
    case 'missing':
      return damaged(name);
    case 'killInCheckpoint':
      // All of it stands still until HTCondor has waited long enough.
      return onSecondStart(name, { standinMilliseconds: 1_000, allowedSeconds: 10 }, async (job, start) => {
        const asked = job.softKill();
        await freezeInCheckpoint(job, start);
        await asked;
        await job.over(start.number);
      });
    case 'portFile':
      return {
        ...onSecondStart(name, { switched: 'portFile' }, async (job, start) => {
          await job.setSwitch(true);
          await evict(job, start);
          await job.over(start.number + 1);
          await job.setSwitch(false);
        }),
        missing: (job) => told(job, /exit \d+: .*port/) ?? resumed(job),
      };
    case 'atomic':
      return fromTheBeginning(name, /lacks libatomic\.so\.1/);
    case 'unprotected':
      return fromTheBeginning(name, /exit \d+: the program runs without DMTCP/);
    case 'sharedTmp':
      return {
        name,
        setup: { sharedTmp: true },
        play: async (job) => {
          await evict(job, await secondStart(job));
        },
        missing: (job) => told(job, /\/tmp is not private/) ?? resumed(job),
      };
    case 'twoSeconds':
      return {
        name,
        setup: { allowedSeconds: 2 },
        play: async (job) => {
          const start = await job.start(1);
          await running(job, start);
          await progress(job, start, 1);
          await evict(job, start);
        },
        // Either is right: a proven checkpoint in time, or none and a word about it.
        missing: (job) => (count(job, 'checkpoint') > 0 ? resumed(job) : told(job, /no checkpoint within/)),
      };
  }
}

/** The fault befalls a job that has a checkpoint: it must run again from there. */
function onSecondStart(
  name: FaultName,
  setup: Setup,
  strike: (job: Job, start: Awaited<ReturnType<typeof secondStart>>) => Promise<void>,
): Fault {
  return {
    name,
    setup,
    play: async (job, random) => {
      const second = await secondStart(job);
      await pass(random.between(0, 200));
      await strike(job, second);
    },
    missing: resumed,
  };
}

/** The newest of two checkpoints comes back damaged. */
function damaged(name: Damage): Fault {
  return {
    name,
    setup: {},
    play: async (job) => evict(job, await secondStart(job), (stored) => damage(job, stored, name)),
    missing: (job) =>
      told(
        job,
        { truncated: /has \d+ bytes instead of/, flipped: /has changed/, missing: /is missing/ }[name],
      ) ?? resumed(job),
  };
}

/** The machine is bad from the start, and good again later. */
function fromTheBeginning(name: 'atomic' | 'unprotected', words: RegExp): Fault {
  return {
    name,
    setup: { switched: name },
    play: async (job) => {
      await job.setSwitch(true);
      await job.over(1);
      await job.setSwitch(false);
    },
    missing: (job) => told(job, words),
  };
}

const told = (job: Job, words: RegExp): string | undefined =>
  words.test(job.story.text) ? undefined : `the log does not say ${String(words)}`;

/** At least one start more than the fault's, from images. */
const resumed = (job: Job): string | undefined =>
  restartedFrom(job).length > 0 ? undefined : 'the last start did not run from an image';

const expectCount = (job: Job, event: Parameters<typeof count>[1], wanted: number): string | undefined =>
  count(job, event) === wanted ? undefined : `${count(job, event)} events "${event}" instead of ${wanted}`;
