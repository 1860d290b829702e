import { formatJobId, type Job } from '../condor/job.ts';

/** What changes at each look although nothing has happened. */
const clocks: ReadonlySet<string> = new Set<keyof Job>(['asOf', 'runSeconds']);

/**
 * What is different between two looks at a queue, but for the time that has passed: the jobs whose facts have changed;
 * or `rows`, where the rows themselves have: jobs came, left, or are in another state.
 */
export function changedJobs(before: readonly Job[], now: readonly Job[]): readonly Job[] | 'rows' {
  if (before.length !== now.length) return 'rows';
  const changed: Job[] = [];
  for (const [index, job] of now.entries()) {
    const other = before[index];
    if (other === undefined || formatJobId(other.id) !== formatJobId(job.id) || other.status !== job.status)
      return 'rows';
    if (!same(other, job)) changed.push(job);
  }
  return changed;
}

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
