/** What the cells do to a job, in the words of a pool; the same for every driver. */
import { existsSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ShimEvent } from '../../shim/src/protocol.ts';
import { until } from '../support/until.ts';
import { files, type Job, type Start } from './job.ts';
import { commandLine, innerNumber, programOf, signal } from './processes.ts';

/** Large programs on a busy machine take their time. */
const patience = { timeoutMs: 90_000, everyMs: 10 } as const;

/** Waits until the program of this start is protected. */
export async function running(job: Job, start: Start): Promise<void> {
  await until(
    `the program of start ${start.number} to run`,
    () => {
      if (job.finished() >= start.number)
        throw new Error(`start ${start.number} ended before its program ran`);
      return job.story.look(start.number, start.directory).events.some(({ event }) => event === 'running');
    },
    { ...patience, describe: () => job.story.chapter(start.number).log },
  );
}

/** Waits until the program has printed so many more lines. */
export async function progress(job: Job, start: Start, more: number): Promise<void> {
  const printed = (): number => textOf(path.join(start.directory, files.stdout)).split('\n').length;
  const before = printed();
  await until(
    `${more} more lines in start ${start.number}`,
    () => {
      if (job.finished() >= start.number)
        throw new Error(`start ${start.number} ended before ${more} more lines`);
      return printed() >= before + more;
    },
    { ...patience, describe: () => job.story.look(start.number, start.directory).log },
  );
}

/** Lets time pass: the moment of an eviction is nobody's choice. */
export const pass = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Evicts a start and waits until it is over; `between` then works on what has travelled, before the next start. */
export async function evict(job: Job, start: Start, between?: (stored: string) => void): Promise<void> {
  await job.softKill({ hold: between !== undefined });
  await job.over(start.number);
  if (between === undefined) return;
  between(job.stored());
  await job.release();
}

/** Start 1 makes a checkpoint; returns start 2, which runs from it and has gone on. */
export async function secondStart(job: Job): Promise<Start> {
  const first = await job.start(1);
  await running(job, first);
  await progress(job, first, job.spec.program.pause > 100 ? 1 : 6);
  await evict(job, first);
  const second = await job.start(2);
  await running(job, second);
  await progress(job, second, job.spec.program.pause > 100 ? 1 : 6);
  return second;
}

/** Sends SIGKILL to one process of the job and waits until the start is over. */
export async function kill(job: Job, start: Start, what: 'coordinator' | 'program' | 'shim'): Promise<void> {
  const pid = find(job, start, what);
  if (!signal(pid, 'SIGKILL')) throw new Error(`the ${what} had already ended`);
  await job.over(start.number);
}

function find(job: Job, start: Start, what: 'coordinator' | 'program' | 'shim'): number {
  if (what === 'shim') return start.shim;
  const family = start.family();
  const program = job.story
    .look(start.number, start.directory)
    .events.filter((event) => event.event === 'running')
    .at(-1)?.pid;
  const found =
    what === 'program'
      ? family.find((pid) => innerNumber(pid) === program)
      : family.find((pid) => pid !== start.shim && /coordinator/.test(programOf(pid) + commandLine(pid)));
  if (found === undefined)
    throw new Error(`no ${what} among ${family.map((pid) => `${pid} ${commandLine(pid)}`).join('; ')}`);
  return found;
}

/** Waits until an image is being written, then stops the job, all of it: nothing can complete the image any more. */
export async function freezeInCheckpoint(job: Job, start: Start): Promise<void> {
  const places = (): readonly string[] => [
    path.join(start.directory, '.shim_dmtcp/images'),
    ...namesIn(path.join(start.directory, 'tmp'))
      .filter((name) => name.startsWith('shim_dmtcp-'))
      .map((name) => path.join(start.directory, 'tmp', name, 'images')),
  ];
  await until(
    'an image to be written',
    () => {
      if (job.finished() >= start.number)
        throw new Error('the checkpoint was over before it could be interrupted');
      return places().some((place) => namesIn(place).some((name) => name.endsWith('.temp')));
    },
    { ...patience, everyMs: 1 },
  );
  for (const pid of start.family()) signal(pid, 'SIGSTOP');
}

export type Damage = 'truncated' | 'flipped' | 'missing';

/** Damages an image of the newest checkpoint. */
export function damage(job: Job, stored: string, how: Damage): void {
  const name = job.story.events.filter((event) => event.event === 'checkpoint').at(-1)?.images[0];
  if (name === undefined) throw new Error('no checkpoint was told of');
  const file = path.join(stored, name);
  const bytes = readFileSync(file);
  switch (how) {
    case 'truncated':
      return truncateSync(file, bytes.length - 4096);
    case 'flipped':
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      return writeFileSync(file, bytes);
    case 'missing':
      return rmSync(file);
  }
}

/** Images that the newest start was restarted from; none when it began from the beginning. */
export function restartedFrom(job: Job): readonly string[] {
  return job.story.last.events.filter((event) => event.event === 'running').at(-1)?.restartedFrom ?? [];
}

export const count = (job: Job, event: ShimEvent['event']): number =>
  job.story.events.filter((one) => one.event === event).length;

const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return []; // not yet, or no longer, there
    throw error;
  }
}
