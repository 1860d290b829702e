import path from 'node:path';
import { fetchOutputs } from '../condor/outputs.ts';
import { formatJobId, type JobId } from '../condor/job.ts';
import { finishedJobs } from '../condor/queue.ts';
import { fetchesOutputs } from '../config.ts';
import type { Verdict } from '../dmtcp/verdict.ts';
import { commandIds } from '../names.ts';
import { describeEnds } from '../describeEnds.ts';
import { outcomeOf } from '../outcome.ts';
import { jobKey, type KeptSync, type Submission, type Submissions } from '../submissions.ts';
import type { Ui } from '../ui.ts';
import type { EndedJob } from '../views/jobTree.ts';
import type { AccessPoint } from './accessPoints.ts';

export interface FetchSummary {
  readonly fetched: readonly string[];
  readonly kept: readonly string[];
  /** Left on the access point, since their names are no UTF-8; with the directory they are in. */
  readonly left: readonly string[];
}

/** What is no news, as what a pane shows again after the window was loaded again, is not announced, nor fetched again. */
interface News {
  readonly isNews: boolean;
}

/** What a person is told of files that were not fetched. */
export const notFetched = ({ kept, left }: FetchSummary, point: AccessPoint): string =>
  [
    kept.length === 0 ? '' : ` Kept your own: ${kept.join(', ')}.`,
    left.length === 0
      ? ''
      : ` Left on ${point.name}, since no files here can have these names (not UTF-8, not allowed on this system, or told from another’s by case only): ${left.join(', ')}. Rename there what you want.`,
  ].join('');

/** Deals with each job's end once: fetches its outputs and judges how it went. */
export class EndedJobs {
  private readonly known = new Map<string, Promise<Verdict>>();

  constructor(
    private readonly ui: Ui,
    private readonly submissions: Submissions,
  ) {}

  /** The verdict on a job that has left the queue; announced to the person the first time. */
  async verdict(point: AccessPoint, id: JobId, news: News = { isNews: true }): Promise<Verdict> {
    const [ended] = await this.verdicts(point, [id], news);
    if (ended === undefined) throw new Error('a job without a verdict');
    return ended.verdict;
  }

  /** The verdicts on jobs that have left the queue together; announced together the first time. */
  verdicts(
    point: AccessPoint,
    ids: readonly JobId[],
    ended: News = { isNews: true },
  ): Promise<readonly EndedJob[]> {
    const keyOf = (id: JobId): string => jobKey(point.name, id);
    const news = ids.filter((id) => !this.known.has(keyOf(id)));
    if (news.length > 0) {
      const made = this.judge(point, news, ended);
      news.forEach((id, index) => {
        const one = made.then((all) => verdictAt(all, index));
        this.known.set(keyOf(id), one);
        // Tried anew when somebody asks again.
        one.catch(() => this.known.delete(keyOf(id)));
      });
    }
    return Promise.all(
      ids.map(async (id) => ({ id, verdict: await (this.known.get(keyOf(id)) ?? this.verdict(point, id)) })),
    );
  }

  /** Fetches what the access point has and this directory lacks; asks before a local change would be lost. */
  fetch(point: AccessPoint, submission: Submission): Promise<FetchSummary> {
    const { localDirectory } = submission;
    return this.submissions.withSync(
      { accessPoint: point.name, directory: localDirectory },
      // The question is part of it: what a person says of two versions would not be true after an upload.
      (sync) => this.fetchNow(point, localDirectory, sync),
    );
  }

  /** The verdicts on jobs that were never judged, in their order. */
  private async judge(
    point: AccessPoint,
    ids: readonly JobId[],
    { isNews }: News,
  ): Promise<readonly Verdict[]> {
    const submissions = ids.map((id) => this.submissions.find(point.name, id));
    const directories = new Map(submissions.flatMap((s) => (s === undefined ? [] : [[s.localDirectory, s]])));
    const summaries: FetchSummary[] = [];
    if (isNews && fetchesOutputs())
      for (const submission of directories.values()) summaries.push(await this.fetch(point, submission));
    const jobs = new Map(
      (await finishedJobs(point.transport, ids)).map((job) => [formatJobId(job.id), job] as const),
    );
    const verdicts: Verdict[] = [];
    for (const [index, id] of ids.entries()) {
      const job = jobs.get(formatJobId(id));
      const directory = submissions[index]?.localDirectory ?? job?.initialDirectory ?? '';
      verdicts.push(await outcomeOf({ id, job, directory }));
    }
    await this.submissions.markEnded(point.name, ids);
    if (!isNews) return verdicts;
    this.announce(point, ids, verdicts, {
      fetched: summaries.flatMap(({ fetched }) => fetched),
      kept: summaries.flatMap(({ kept }) => kept),
      left: summaries.flatMap(({ left }) => left),
    });
    return verdicts;
  }

  private announce(
    point: AccessPoint,
    ids: readonly JobId[],
    verdicts: readonly Verdict[],
    summary: FetchSummary,
  ): void {
    const { text, good, first } = describeEnds(point.name, ids, verdicts);
    const { length } = summary.fetched;
    const files = length === 0 ? '' : ` ${length} ${length === 1 ? 'file' : 'files'} fetched.`;
    const watch = { title: 'Show Logs', command: commandIds.tailLogs, arguments: [formatJobId(first)] };
    const whole = `${text}${files}${notFetched(summary, point)}`;
    if (good) this.ui.showInformation(whole, watch);
    else this.ui.showWarning(whole, watch);
  }

  private async fetchNow(point: AccessPoint, localDirectory: string, sync: KeptSync): Promise<FetchSummary> {
    const state = sync.get();
    if (point.uploadDirectory === undefined || state === undefined)
      return { fetched: [], kept: [], left: [] };
    const first = await fetchOutputs(point.transport, { localDirectory, state });
    await sync.set(first.state);
    const left = first.unreadable.map((name) => `${state.remoteDirectory}/${name}`);
    if (first.conflicts.length === 0) return { fetched: first.fetched, kept: [], left };
    const answer = await this.ui.ask(
      `${first.conflicts.length === 1 ? 'A file' : `${first.conflicts.length} files`} changed both here and on ${point.name}.`,
      `In ${path.basename(localDirectory)}: ${first.conflicts.join(', ')}. Overwriting loses what you changed here; keeping leaves the job’s version on the access point.`,
      ['Keep Mine', 'Overwrite'],
    );
    if (answer !== 'Overwrite') return { fetched: first.fetched, kept: first.conflicts, left };
    const second = await fetchOutputs(point.transport, {
      localDirectory,
      state: first.state,
      names: first.conflicts,
      overwrite: first.conflicts,
    });
    await sync.set(second.state);
    return { fetched: [...first.fetched, ...second.fetched], kept: second.conflicts, left };
  }
}

function verdictAt(all: readonly Verdict[], index: number): Verdict {
  const verdict = all[index];
  if (verdict === undefined) throw new Error('a job without a verdict');
  return verdict;
}
