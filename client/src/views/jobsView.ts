import * as vscode from 'vscode';
import type { AccessPoint, AccessPoints } from '../commands/accessPoints.ts';
import { formatJobId, type Job, type JobId } from '../condor/job.ts';
import { queryHistory } from '../condor/queue.ts';
import { contextKeys, viewIds } from '../names.ts';
import type { Followers } from '../logs/followers.ts';
import type { Submissions } from '../submissions.ts';
import type { Ui } from '../ui.ts';
import { treeItem } from './jobItem.ts';
import {
  clusterRows,
  jobRow,
  type EndedJob,
  type JobRow,
  pointRows,
  topRows,
  type PointState,
  type Row,
} from './jobTree.ts';
import { PointWatch } from './pointWatch.ts';

export interface JobsViewOptions {
  readonly ui: Ui;
  readonly accessPoints: AccessPoints;
  readonly submissions: Submissions;
  readonly followers: Followers;
  /** Deals with jobs that have left the queue together. */
  readonly onEnded: (point: AccessPoint, ids: readonly JobId[]) => Promise<readonly EndedJob[]>;
  /** Told once for each access point that answers. */
  readonly onConnected: (point: AccessPoint) => Promise<void>;
}

/** A job, and the access point whose queue it is in. */
export interface KnownJob {
  readonly accessPoint: string;
  readonly job: Job;
}

/** Rows that are kept for jobs, those that have ended among them; begun anew when there are more. */
const maxKnownRows = 20_000;
/** Ended jobs that the history shows. */
const historyLimit = 100;
/** Rows are told to have changed at most so often, milliseconds: several queues may change together. */
const gatherMs = 100;

/** The view HTCondor Jobs: the user's jobs in the queues of all access points, and those that ended. */
export class JobsView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Row[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Row>;
  private readonly subscriptions: readonly { dispose(): void }[];
  private watches = new Map<string, PointWatch>();
  /** The rows of access points stay the same objects, so that one of them can be told to have changed. */
  private rows = new Map<string, Row>();
  private changedRows = new Set<Row>();
  /** The rows of jobs that VS Code was told of, by access point and id: the same objects as long as the job is there. */
  private jobRows = new Map<string, { -readonly [K in keyof JobRow]: JobRow[K] }>();
  private all = false;
  private telling: NodeJS.Timeout | undefined;

  constructor(private readonly options: JobsViewOptions) {
    this.view = vscode.window.createTreeView(viewIds.jobs, { treeDataProvider: this, canSelectMany: true });
    this.subscriptions = [
      this.view,
      this.changed,
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible) void this.refresh();
      }),
      options.accessPoints.onDidChange(() => this.restart()),
    ];
  }

  /** Starts watching every access point that is known. */
  start(): void {
    this.restart();
  }

  /** Looks at the queues now, for a command: rejects with what keeps them from being read where none can be. */
  async look(): Promise<readonly KnownJob[]> {
    // Tells that there is no access point where that is so.
    if (this.options.accessPoints.names().length === 0) await this.options.accessPoints.current();
    await this.refresh();
    const queues = this.states().map(({ queue }) => queue);
    const [failed] = queues.filter((queue) => queue.kind === 'failed');
    if (failed !== undefined && queues.every((queue) => queue.kind === 'failed')) throw failed.error;
    return this.jobs();
  }

  /** Looks at the queues now; the view shows how that went. */
  async refresh(): Promise<void> {
    if (this.watches.size === 0) this.restart();
    const looks = [...this.watches.values()].map((watch) => ({
      answers: watch.state.queue.kind === 'known',
      done: watch.refresh(),
    }));
    // Nobody waits for an access point that cannot be reached, while another one answers.
    const answering = looks.filter(({ answers }) => answers);
    await Promise.all((answering.length > 0 ? answering : looks).map(({ done }) => done));
  }

  /** The jobs of the last look. */
  jobs(): readonly KnownJob[] {
    return [...this.watches.values()].flatMap((watch) =>
      watch.jobs.map((job) => ({ accessPoint: watch.state.name, job })),
    );
  }

  /** Milliseconds since 1970 by the access point's clock, for ages of what its ads say. */
  now(accessPoint: string): number {
    const watch = this.watches.get(accessPoint);
    const asOf = watch?.jobs.find((job) => job.asOf !== undefined)?.asOf;
    if (watch === undefined || asOf === undefined) return Date.now();
    return asOf * 1000 + Date.now() - watch.state.readAtMs;
  }

  /** Jobs that were just submitted: their ends are told even when no look has seen them. */
  expect(accessPoint: string, ids: readonly JobId[]): void {
    this.watches.get(accessPoint)?.expect(ids);
  }

  /** The rows that are selected. */
  get selection(): readonly Row[] {
    return this.view.selection;
  }

  /** Shows everybody's jobs, or the user's own. */
  async showAll(all: boolean): Promise<void> {
    this.all = all;
    await vscode.commands.executeCommand('setContext', contextKeys.allJobs, all);
    // Others' jobs that are no longer shown have not ended.
    this.restart();
    await this.refresh();
  }

  async getChildren(row?: Row): Promise<Row[]> {
    return (await this.childrenOf(row)).map((child) => this.known(child));
  }

  private childrenOf(row?: Row): readonly Row[] | Promise<readonly Row[]> {
    switch (row?.kind) {
      case undefined:
        return this.watches.size > 1 ? [...this.rows.values()] : [...topRows(this.states())];
      case 'accessPoint':
        return [...pointRows(row.point)];
      case 'cluster':
        return [...clusterRows(row)];
      case 'range':
        return [...row.rows];
      case 'history':
        return this.history(row.accessPoint);
      case 'job':
      case 'ended':
      case 'failed':
      case 'note':
        return [];
    }
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return treeItem(row, row.kind === 'job' ? this.now(row.accessPoint) : Date.now());
  }

  dispose(): void {
    clearTimeout(this.telling);
    for (const watch of this.watches.values()) watch.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** The object that VS Code knows a job's row by. */
  private known(row: Row): Row {
    if (row.kind !== 'job') return row;
    const key = `${row.accessPoint} ${formatJobId(row.jobId)}`;
    const known = this.jobRows.get(key);
    if (known === undefined) {
      if (this.jobRows.size >= maxKnownRows) this.jobRows.clear();
      this.jobRows.set(key, { ...row });
      return this.jobRows.get(key) ?? row;
    }
    known.job = row.job;
    return known;
  }

  /** Shows jobs anew without touching the rows around them. */
  private showFacts(accessPoint: string, jobs: readonly Job[]): void {
    const rows = jobs.flatMap((job) => {
      const row = this.jobRows.get(`${accessPoint} ${formatJobId(job.id)}`);
      if (row === undefined) return [];
      row.job = job;
      return [row];
    });
    if (rows.length > 0) this.changed.fire(rows);
  }

  private states(): readonly PointState[] {
    return [...this.watches.values()].map((watch) => watch.state);
  }

  private restart(): void {
    this.jobRows.clear();
    for (const watch of this.watches.values()) watch.dispose();
    const { accessPoints, submissions, followers, onEnded, onConnected, ui } = this.options;
    this.watches = new Map(
      accessPoints.names().map((name) => [
        name,
        new PointWatch({
          name,
          accessPoints,
          submissions,
          followers,
          onEnded,
          onConnected,
          all: () => this.all,
          visible: () => this.view.visible,
          onChange: () => this.tell(name),
          onFacts: (jobs) => this.showFacts(name, jobs),
          onError: (error) => void ui.showError(error),
        }),
      ]),
    );
    this.rows = new Map(
      [...this.watches].map(([name, watch]): [string, Row] => [
        name,
        {
          kind: 'accessPoint',
          get point() {
            return watch.state;
          },
        },
      ]),
    );
    this.tell();
    for (const watch of this.watches.values()) void watch.refresh();
  }

  /** Shows soon what has changed: at one access point, or altogether. */
  private tell(name?: string): void {
    const rows = name === undefined ? [...this.rows.values()] : [this.rows.get(name)];
    for (const row of rows) if (row !== undefined) this.changedRows.add(row);
    this.telling ??= setTimeout(() => {
      this.telling = undefined;
      this.show();
    }, gatherMs);
  }

  private show(): void {
    const states = this.states();
    const [only] = states;
    const failed = states.filter(({ queue }) => queue.kind === 'failed');
    this.view.description = states.length === 1 ? (only?.name ?? '') : '';
    this.view.message = states.length === 1 && only !== undefined ? stateMessage(only) : '';
    // Quiet, since nobody asked for this look: a command that needs the access point tells by itself.
    this.view.badge =
      failed.length === 0
        ? undefined
        : {
            value: failed.length,
            tooltip: `Not connected: ${failed.map(({ name }) => name).join(', ')}`,
          };
    const connected = states.some(({ queue }) => queue.kind === 'known');
    void vscode.commands.executeCommand('setContext', contextKeys.connected, connected);
    for (const { name, queue } of failed)
      if (queue.kind === 'failed') this.options.ui.log.warn(`${name}: ${textOf(queue.error)}`);
    const rows = [...this.changedRows];
    this.changedRows.clear();
    // All at once only where that is needed: rows that are made anew lose a menu that is open on them.
    this.changed.fire(rows.length < this.rows.size ? rows : undefined);
  }

  private async history(accessPoint: string): Promise<Row[]> {
    try {
      const { transport } = await this.options.accessPoints.get(accessPoint);
      const jobs = await queryHistory(transport, historyLimit);
      if (jobs.length > 0) return jobs.map((job) => jobRow(accessPoint, job));
      return [
        { kind: 'note', key: `${accessPoint} history`, text: 'No job of yours has left the queue lately.' },
      ];
    } catch (error) {
      return [{ kind: 'note', key: `${accessPoint} history`, text: textOf(error) }];
    }
  }
}

function stateMessage({ name, queue }: PointState): string {
  switch (queue.kind) {
    case 'none':
    case 'known':
      return '';
    case 'connecting':
      return `Connecting to ${name} …`;
    case 'failed': {
      const again = queue.triesAgain ? ' It is tried again by itself.' : '';
      return breakable(`The queue could not be read. ${firstSentence(textOf(queue.error))}${again}`);
    }
  }
}

/** The rest is in the tooltip: the view is narrow. */
const firstSentence = (text: string): string => /^.*?[.!?](?=\s+[A-Z])/s.exec(text)?.[0] ?? text;

/** Lets long file names be broken at their slashes: what does not fit the view's width would be cut off. */
const breakable = (text: string): string => text.replace(/\//g, '/\u200b');

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
