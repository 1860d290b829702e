/** What a person is told when jobs have ended: one by its verdict, many that ended together by their numbers. */
import type { JobId } from './condor/job.ts';
import { isGood, type Verdict } from './dmtcp/verdict.ts';

export interface EndsText {
  readonly text: string;
  /** Whether nothing needs to be looked at. */
  readonly good: boolean;
  /** The job that is looked at first. */
  readonly first: JobId;
}

/** `ids` and `verdicts` belong together, and there is at least one. */
export function describeEnds(
  accessPoint: string,
  ids: readonly JobId[],
  verdicts: readonly Verdict[],
): EndsText {
  const bad = verdicts.findIndex((verdict) => !isGood(verdict));
  const at = Math.max(0, bad);
  const [first, verdict] = [ids[at], verdicts[at]];
  if (first === undefined || verdict === undefined) throw new RangeError('no job has ended');
  const good = bad < 0;
  if (ids.length === 1) return { text: verdict.text, good, first };
  const clusters = [...new Set(ids.map(({ cluster }) => cluster))];
  const place = clusters.length === 1 ? `of cluster ${clusters.join()} on` : 'on';
  return {
    text: `${ids.length} jobs ${place} ${accessPoint} have ended: ${counts(verdicts)}.${good ? '' : ` ${verdict.text}`}`,
    good,
    first,
  };
}

/** "9 completed, 1 failed". */
function counts(verdicts: readonly Verdict[]): string {
  const names: readonly (readonly [Verdict['kind'], string])[] = [
    ['completed', 'completed'],
    ['failed', 'failed'],
    ['removed', 'removed'],
    ['unknown', 'not known how'],
  ];
  return names
    .map(([kind, name]) => ({ name, n: verdicts.filter((verdict) => verdict.kind === kind).length }))
    .filter(({ n }) => n > 0)
    .map(({ name, n }) => `${n} ${name}`)
    .join(', ');
}
