import type { Job } from '../condor/job.ts';

/** What changes at each look although nothing has happened. */
const clocks: ReadonlySet<string> = new Set<keyof Job>(['asOf', 'runSeconds']);

/** Whether two looks at a queue show the same, but for the time that has passed. */
export const sameJobs = (before: readonly Job[], now: readonly Job[]): boolean =>
  before.length === now.length &&
  now.every((job, index) => {
    const other = before[index];
    return other !== undefined && same(other, job);
  });

function same(a: Job, b: Job): boolean {
  const keys = Object.keys(b) as readonly (keyof Job)[];
  return (
    keys.length === Object.keys(a).length &&
    keys.every((key) => {
      if (clocks.has(key)) return true;
      const [one, other] = [a[key], b[key]];
      return (
        one === other ||
        (typeof one === 'object' &&
          typeof other === 'object' &&
          JSON.stringify(one) === JSON.stringify(other))
      );
    })
  );
}
