import * as vscode from 'vscode';
import type { AccessPoint, AccessPoints } from '../commands/accessPoints.ts';
import { formatJobId, type Job, type JobId, type JobStatus } from '../condor/job.ts';
import { queryJobs } from '../condor/queue.ts';
import { queueIntervalMs } from '../config.ts';
import type { Verdict } from '../dmtcp/verdict.ts';
import { JobsMonitor, type QueueState } from '../jobsMonitor.ts';
import { commandIds, contextKeys, viewIds } from '../names.ts';
import type { Submissions } from '../submissions.ts';
import type { Ui } from '../ui.ts';
import { count, describeJob, jobName, jobTooltip } from './describeJob.ts';

type Row =
  | { readonly kind: 'cluster'; readonly cluster: number; readonly jobs: readonly Job[] }
  | { readonly kind: 'job'; readonly jobId: JobId; readonly job: Job }
  | { readonly kind: 'ended'; readonly jobId: JobId; readonly verdict: Verdict }
  | { readonly kind: 'failed'; readonly message: string };

export interface JobsViewOptions {
  readonly ui: Ui;
  readonly accessPoints: AccessPoints;
  readonly submissions: Submissions;
  /** Deals with a job that has left the queue. */
  readonly onEnded: (point: AccessPoint, id: JobId) => Promise<Verdict>;
  /** Told once for each access point that answers. */
  readonly onConnected: (point: AccessPoint) => Promise<void>;
}

/** Ended jobs that stay in the view, newest first. */
const maxEnded = 20;

/** The view HTCondor Jobs: the user's jobs in the queue, and those that ended while it was watched. */
export class JobsView implements vscode.TreeDataProvider<Row> {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Row>;
  private readonly subscriptions: readonly { dispose(): void }[];
  private monitor: JobsMonitor | undefined;
  private state: QueueState = { kind: 'none' };
  private readAtMs = 0;
  private ended: readonly Extract<Row, { kind: 'ended' }>[] = [];

  constructor(private readonly options: JobsViewOptions) {
    this.view = vscode.window.createTreeView(viewIds.jobs, { treeDataProvider: this });
    this.subscriptions = [
      this.view,
      this.changed,
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible) void this.refresh();
      }),
      options.accessPoints.onDidChange(() => this.restart()),
    ];
  }

  /** Starts watching when an access point is known without asking. */
  start(): void {
    if (this.options.accessPoints.currentName() !== undefined) this.restart();
  }

  /** Looks at the queue now, for a command: rejects with what keeps it from being read. */
  async look(): Promise<readonly Job[]> {
    // Asks which access point where that is not clear.
    await this.options.accessPoints.current();
    await this.refresh();
    if (this.state.kind === 'failed') throw this.state.error;
    return this.jobs();
  }

  /** Looks at the queue now; the view shows how that went. */
  async refresh(): Promise<void> {
    if (this.monitor === undefined) this.restart();
    await this.monitor?.refresh();
  }

  /** The jobs of the last look. */
  jobs(): readonly Job[] {
    return this.state.kind === 'known' ? this.state.jobs : [];
  }

  /** Milliseconds since 1970 by the access point's clock, for ages of what its ads say. */
  now(): number {
    const asOf = this.jobs().find((job) => job.asOf !== undefined)?.asOf;
    return asOf === undefined ? Date.now() : asOf * 1000 + Date.now() - this.readAtMs;
  }

  expect(ids: readonly JobId[]): void {
    this.monitor?.expect(ids);
  }

  getChildren(row?: Row): Row[] {
    if (row?.kind === 'cluster') return row.jobs.map(jobRow);
    if (row !== undefined) return [];
    if (this.state.kind === 'failed') {
      return [{ kind: 'failed', message: textOf(this.state.error) }, ...this.ended];
    }
    return [...clusters(this.jobs()), ...this.ended];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    switch (row.kind) {
      case 'cluster': {
        const item = new vscode.TreeItem(`${row.cluster}`, vscode.TreeItemCollapsibleState.Collapsed);
        item.id = `cluster ${row.cluster}`;
        item.description = `${count(row.jobs.length, 'job')} · ${summary(row.jobs)}`;
        item.iconPath = new vscode.ThemeIcon('layers');
        item.contextValue = 'cluster';
        return item;
      }
      case 'job': {
        const item = new vscode.TreeItem(`${formatJobId(row.jobId)}  ${jobName(row.job)}`);
        item.id = `job ${formatJobId(row.jobId)}`;
        item.description = describeJob(row.job, this.now());
        item.tooltip = jobTooltip(row.job, this.now());
        item.iconPath = icon(row.job.status);
        item.contextValue = `job.${row.job.status}`;
        item.accessibilityInformation = { label: `Job ${formatJobId(row.jobId)}, ${item.description}` };
        return item;
      }
      case 'ended': {
        const good = row.verdict.kind === 'completed' && row.verdict.firstError === undefined;
        const item = new vscode.TreeItem(formatJobId(row.jobId));
        item.id = `ended ${formatJobId(row.jobId)}`;
        item.description = row.verdict.text.replace(/^Job \S+ /, '');
        item.tooltip = row.verdict.text;
        item.iconPath = good
          ? new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'))
          : new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
        item.contextValue = 'job.completed';
        return item;
      }
      case 'failed': {
        const item = new vscode.TreeItem('Try Again');
        item.id = 'failed';
        item.tooltip = row.message;
        item.iconPath = new vscode.ThemeIcon(
          'warning',
          new vscode.ThemeColor('problemsWarningIcon.foreground'),
        );
        item.command = { title: 'Try Again', command: commandIds.refreshJobs };
        return item;
      }
    }
  }

  dispose(): void {
    this.monitor?.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private restart(): void {
    this.monitor?.dispose();
    this.monitor = undefined;
    const accessPoint = this.options.accessPoints.currentName();
    if (accessPoint === undefined) return this.show({ kind: 'none' });
    let greeted = false;
    this.monitor = new JobsMonitor({
      accessPoint,
      query: async () => {
        const point = await this.options.accessPoints.get(accessPoint);
        const jobs = await queryJobs(point.transport);
        if (!greeted) {
          greeted = true;
          await this.options.onConnected(point);
        }
        return jobs;
      },
      intervalMs: queueIntervalMs,
      expected: this.options.submissions.open(accessPoint),
      onState: (state) => this.show(state),
      onEnded: (id) => void this.end(accessPoint, id),
    });
    this.show({ kind: 'connecting', accessPoint });
    void this.monitor.refresh();
  }

  private show(state: QueueState): void {
    this.state = state;
    this.readAtMs = Date.now();
    this.view.description = state.kind === 'none' ? '' : state.accessPoint;
    this.view.message = stateMessage(state);
    // Quiet, since nobody asked for this look: a command that needs the access point tells by itself.
    this.view.badge =
      state.kind === 'failed' ? { value: 1, tooltip: `${state.accessPoint}: not connected` } : undefined;
    void vscode.commands.executeCommand('setContext', contextKeys.connected, state.kind === 'known');
    if (state.kind === 'failed') this.options.ui.log.warn(`${state.accessPoint}: ${textOf(state.error)}`);
    this.changed.fire(undefined);
  }

  private async end(accessPoint: string, id: JobId): Promise<void> {
    try {
      const verdict = await this.options.onEnded(await this.options.accessPoints.get(accessPoint), id);
      this.ended = [
        { kind: 'ended', jobId: id, verdict } as const,
        ...this.ended.filter((row) => formatJobId(row.jobId) !== formatJobId(id)),
      ].slice(0, maxEnded);
      this.changed.fire(undefined);
    } catch (error) {
      await this.options.ui.showError(error);
    }
  }
}

function stateMessage(state: QueueState): string {
  switch (state.kind) {
    case 'none':
    case 'known':
      return '';
    case 'connecting':
      return `Connecting to ${state.accessPoint} …`;
    case 'failed': {
      const again = state.triesAgain ? ' It is tried again by itself.' : '';
      return breakable(`The queue could not be read. ${firstSentence(textOf(state.error))}${again}`);
    }
  }
}

/** The rest is in the tooltip: the view is narrow. */
const firstSentence = (text: string): string => /^.*?[.!?](?=\s+[A-Z])/s.exec(text)?.[0] ?? text;

/** Lets long file names be broken at their slashes: what does not fit the view's width would be cut off. */
const breakable = (text: string): string => text.replace(/\//g, '/\u200b');

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const jobRow = (job: Job): Row => ({ kind: 'job', jobId: job.id, job });

/** Single jobs as they are, clusters of several folded; held ones first, then running, then the rest. */
function clusters(jobs: readonly Job[]): readonly Row[] {
  const groups = new Map<number, Job[]>();
  for (const job of jobs) {
    const group = groups.get(job.id.cluster);
    if (group === undefined) groups.set(job.id.cluster, [job]);
    else group.push(job);
  }
  const rank = (group: readonly Job[]): number =>
    Math.min(...group.map((job) => (job.status === 'held' ? 0 : job.status === 'running' ? 1 : 2)));
  return [...groups]
    .sort(([a, jobsOfA], [b, jobsOfB]) => rank(jobsOfA) - rank(jobsOfB) || a - b)
    .map(([cluster, group]): Row => {
      const [only] = group;
      return group.length === 1 && only !== undefined
        ? jobRow(only)
        : { kind: 'cluster', cluster, jobs: group };
    });
}

/** "2 held, 5 running": the states of a cluster's jobs. */
function summary(jobs: readonly Job[]): string {
  const counts = new Map<JobStatus, number>();
  for (const job of jobs) counts.set(job.status, (counts.get(job.status) ?? 0) + 1);
  return [...counts].map(([status, n]) => `${n} ${status}`).join(', ');
}

function icon(status: JobStatus): vscode.ThemeIcon {
  switch (status) {
    case 'running':
      return new vscode.ThemeIcon('play-circle', new vscode.ThemeColor('charts.green'));
    case 'transferring':
      return new vscode.ThemeIcon('arrow-swap', new vscode.ThemeColor('charts.blue'));
    case 'held':
      return new vscode.ThemeIcon('debug-pause', new vscode.ThemeColor('charts.red'));
    case 'idle':
      return new vscode.ThemeIcon('clock', new vscode.ThemeColor('charts.yellow'));
    case 'suspended':
      return new vscode.ThemeIcon('debug-pause', new vscode.ThemeColor('charts.orange'));
    case 'completed':
      return new vscode.ThemeIcon('check');
    case 'removed':
      return new vscode.ThemeIcon('trash');
  }
}
