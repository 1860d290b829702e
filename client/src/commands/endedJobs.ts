import path from 'node:path';
import { fetchOutputs } from '../condor/outputs.ts';
import { formatJobId, type JobId } from '../condor/job.ts';
import { finishedJob } from '../condor/queue.ts';
import { fetchesOutputs } from '../config.ts';
import type { Verdict } from '../dmtcp/verdict.ts';
import { commandIds } from '../names.ts';
import { outcomeOf } from '../outcome.ts';
import { jobKey, type Submission, type Submissions } from '../submissions.ts';
import type { Ui } from '../ui.ts';
import type { AccessPoint } from './accessPoints.ts';

export interface FetchSummary {
  readonly fetched: readonly string[];
  readonly kept: readonly string[];
  /** Left on the access point, since their names are no UTF-8; with the directory they are in. */
  readonly left: readonly string[];
}

/** What a person is told of files that were not fetched. */
export const notFetched = ({ kept, left }: FetchSummary, point: AccessPoint): string =>
  [
    kept.length === 0 ? '' : ` Kept your own: ${kept.join(', ')}.`,
    left.length === 0
      ? ''
      : ` Left on ${point.name}, since no file here can have a name that is not UTF-8: ${left.join(', ')}. Rename there what you want.`,
  ].join('');

/** Deals with each job's end once: fetches its outputs and judges how it went. */
export class EndedJobs {
  private readonly verdicts = new Map<string, Promise<Verdict>>();
  /** Outputs of one directory are fetched one after the other: two jobs of it may end together. */
  private fetching: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly ui: Ui,
    private readonly submissions: Submissions,
  ) {}

  /** The verdict on a job that has left the queue; announced to the person the first time. */
  verdict(point: AccessPoint, id: JobId): Promise<Verdict> {
    const key = jobKey(point.name, id);
    const known = this.verdicts.get(key);
    if (known !== undefined) return known;
    const made = this.judge(point, id);
    this.verdicts.set(key, made);
    made.catch(() => this.verdicts.delete(key));
    return made;
  }

  /** Fetches what the access point has and this directory lacks; asks before a local change would be lost. */
  fetch(point: AccessPoint, submission: Submission): Promise<FetchSummary> {
    const next = this.fetching.then(() => this.fetchNow(point, submission));
    this.fetching = next.catch(() => undefined);
    return next;
  }

  private async judge(point: AccessPoint, id: JobId): Promise<Verdict> {
    const submission = this.submissions.find(point.name, id);
    const summary =
      submission !== undefined && fetchesOutputs() ? await this.fetch(point, submission) : undefined;
    const job = await finishedJob(point.transport, id);
    const directory = submission?.localDirectory ?? job?.initialDirectory ?? '';
    const verdict = await outcomeOf({ id, job, directory });
    await this.submissions.markEnded(point.name, id);
    this.announce(point, id, verdict, summary);
    return verdict;
  }

  private announce(point: AccessPoint, id: JobId, verdict: Verdict, summary: FetchSummary | undefined): void {
    const files =
      summary === undefined || summary.fetched.length === 0
        ? ''
        : ` ${summary.fetched.length} ${summary.fetched.length === 1 ? 'file' : 'files'} fetched.`;
    const text = `${verdict.text}${files}${summary === undefined ? '' : notFetched(summary, point)}`;
    const watch = { title: 'Show Logs', command: commandIds.tailLogs, arguments: [formatJobId(id)] };
    if (verdict.kind === 'completed' && verdict.firstError === undefined)
      this.ui.showInformation(text, watch);
    else this.ui.showWarning(text, watch);
  }

  private async fetchNow(point: AccessPoint, submission: Submission): Promise<FetchSummary> {
    const { localDirectory } = submission;
    const state = this.submissions.sync(point.name, localDirectory);
    if (point.uploadDirectory === undefined || state === undefined)
      return { fetched: [], kept: [], left: [] };
    const first = await fetchOutputs(point.transport, { localDirectory, state });
    await this.submissions.setSync(point.name, localDirectory, first.state);
    const left = first.unreadable.map((name) => `${state.remoteDirectory}/${name}`);
    if (first.conflicts.length === 0) return { fetched: first.fetched, kept: [], left };
    const answer = await this.ui.ask(
      `${first.conflicts.length === 1 ? 'A file' : `${first.conflicts.length} files`} changed both here and on ${point.name}.`,
      `In ${path.basename(localDirectory)}: ${first.conflicts.join(', ')}. Overwriting loses what you changed here; keeping leaves the job’s version on the access point.`,
      ['Overwrite', 'Keep Mine'],
    );
    if (answer !== 'Overwrite') return { fetched: first.fetched, kept: first.conflicts, left };
    const second = await fetchOutputs(point.transport, {
      localDirectory,
      state: first.state,
      names: first.conflicts,
      overwrite: first.conflicts,
    });
    await this.submissions.setSync(point.name, localDirectory, second.state);
    return { fetched: [...first.fetched, ...second.fetched], kept: second.conflicts, left };
  }
}
