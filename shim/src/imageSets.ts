/** Which image sets a job has, and what becomes of them: pure, so that every order of events can be tried. */
import { filesOf, type ImageSet, type JobRecord } from './record.ts';

/** A slot that no kept set uses: what is written there cannot spoil one of them. */
export function freeSlot({ sets }: Pick<JobRecord, 'sets'>): number {
  for (let slot = 0; ; slot++) if (sets.every((set) => set.slot !== slot)) return slot;
}

/**
 * The record with a new proven set; older ones than the newest `keep` are given up.
 * @param keep at least 1
 */
export function withSet(record: JobRecord, set: ImageSet, keep: number): JobRecord {
  const updated = { ...record, sets: [set, ...record.sets], checkpoints: set.checkpoint, failedStarts: 0 };
  delete updated.tooSlow;
  return giveUp(updated, Math.max(1, keep));
}

/** The record with the newest `keep` sets only; the names of the others are to be removed. */
export function giveUp(record: JobRecord, keep: number): JobRecord {
  const sets = record.sets.slice(0, keep);
  const kept = new Set(sets.flatMap(filesOf).map(({ name }) => name));
  const gone = record.sets.slice(keep).flatMap(filesOf);
  const replaced = [...new Set([...record.replaced, ...gone.map(({ name }) => name)])];
  return { ...record, sets, replaced: replaced.filter((name) => !kept.has(name)) };
}

/** One more failure of a set. */
export const withFailure = (record: JobRecord, { checkpoint }: ImageSet): JobRecord => ({
  ...record,
  sets: record.sets.map((set) =>
    set.checkpoint === checkpoint ? { ...set, failures: set.failures + 1 } : set,
  ),
});

/** The name under which a file of a set that does not restart is kept for people to look at. */
export const asideName = (name: string, { checkpoint }: ImageSet): string => `${name}.bad-${checkpoint}`;

/** The record without sets that cannot be restarted from; their files have got their other names before. */
export function withoutSets(record: JobRecord, bad: readonly ImageSet[]): JobRecord {
  const names = bad.flatMap((set) => filesOf(set).map(({ name }) => [name, asideName(name, set)] as const));
  const sets = record.sets.filter((set) => bad.every(({ checkpoint }) => checkpoint !== set.checkpoint));
  const kept = new Set(sets.flatMap(filesOf).map(({ name }) => name));
  return {
    ...record,
    sets,
    replaced: [...new Set([...record.replaced, ...names.map(([name]) => name)])].filter(
      (name) => !kept.has(name),
    ),
    setAside: [...new Set([...record.setAside, ...names.map(([, aside]) => aside)])],
  };
}

/** What a start does when no set could be restarted from. */
export type Exhausted = 'tryElsewhere' | 'beginAgain';

/**
 * Another machine may read what this one could not, so that the job gets `tries` starts; then it begins again.
 * @param failedStarts starts that have failed so, this one included
 */
export const whenExhausted = (failedStarts: number, tries: number): Exhausted =>
  failedStarts < tries ? 'tryElsewhere' : 'beginAgain';
