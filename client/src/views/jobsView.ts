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
/** A history that was read is shown for so long when rows around it change, milliseconds. */
const historyMs = 60_000;
/** So long after a command has asked for jobs no row changes, milliseconds: until its picker is open. */
const pauseMs = 1000;
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
  private historyAsked = false;
  private readonly histories = new Map<string, { readonly rows: Promise<Row[]>; readonly atMs: number }>();
  private telling: NodeJS.Timeout | undefined;
  private looks = 0;
  private pausing: NodeJS.Timeout | undefined;
  /** What was not told while nothing should change; undefined among it stands for everything. */
  private readonly untold = new Set<Row | undefined>();

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
    this.histories.clear();
    // Tells that there is no access point where that is so.
    if (this.options.accessPoints.names().length === 0) await this.options.accessPoints.current();
    this.looks++;
    try {
      await this.refresh();
    } finally {
      this.pause();
      this.looks--;
    }
    const queues = this.states().map(({ queue }) => queue);
    const [failed] = queues.filter((queue) => queue.kind === 'failed');
    if (failed !== undefined && queues.every((queue) => queue.kind === 'failed')) throw failed.error;
    return this.jobs();
  }

  /**
   * Leaves the rows alone for a moment, for a picker that is about to open: VS Code gives a tree that it refreshes the
   * focus back that it has just lost, and a picker without it closes.
   */
  pause(): void {
    clearTimeout(this.pausing);
    this.pausing = setTimeout(() => {
      this.pausing = undefined;
      const rows = [...this.untold];
      this.untold.clear();
      if (rows.length > 0) this.fire(rows.some((row) => row === undefined) ? undefined : rows.filter(isRow));
    }, pauseMs);
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

  /** Opens the history of the jobs that have left the queue, also where nothing else is to be seen. */
  async showHistory(): Promise<void> {
    await this.look();
    this.historyAsked = true;
    await vscode.commands.executeCommand(`${viewIds.jobs}.focus`);
    this.fire(undefined);
  }

  async getChildren(row?: Row): Promise<Row[]> {
    return (await this.childrenOf(row)).map((child) => this.known(child));
  }

  private childrenOf(row?: Row): readonly Row[] | Promise<readonly Row[]> {
    switch (row?.kind) {
      case undefined:
        return this.watches.size > 1
          ? [...this.rows.values()]
          : [...topRows(this.states(), this.historyAsked)];
      case 'accessPoint':
        return [...pointRows(row.point, this.historyAsked)];
      case 'cluster':
        return [...clusterRows(row)];
      case 'range':
        return [...row.rows];
      case 'history':
        return this.historyOf(row.accessPoint);
      case 'job':
      case 'ended':
      case 'failed':
      case 'note':
        return [];
    }
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const now = row.kind === 'job' ? this.now(row.accessPoint) : Date.now();
    return treeItem(row, { now, owners: this.all });
  }

  dispose(): void {
    clearTimeout(this.telling);
    clearTimeout(this.pausing);
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
    if (rows.length > 0) this.fire(rows);
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
          onEnded: (point, ids) => {
            this.histories.delete(name);
            return onEnded(point, ids);
          },
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
    this.fire(rows.length < this.rows.size ? rows : undefined);
  }

  private fire(rows: Row[] | undefined): void {
    if (this.looks === 0 && this.pausing === undefined) this.changed.fire(rows);
    else for (const row of rows ?? [undefined]) this.untold.add(row);
  }

  /** Looked at anew when a job has ended, when a person asks, and now and then; not whenever a row changes. */
  private historyOf(accessPoint: string): Promise<Row[]> {
    const known = this.histories.get(accessPoint);
    if (known !== undefined && Date.now() - known.atMs < historyMs) return known.rows;
    const rows = this.history(accessPoint);
    this.histories.set(accessPoint, { rows, atMs: Date.now() });
    return rows;
  }

  private async history(accessPoint: string): Promise<Row[]> {
    try {
      const { transport } = await this.options.accessPoints.get(accessPoint);
      const jobs = await queryHistory(transport, historyLimit);
      const rows = jobs.map((job) => jobRow(accessPoint, job));
      if (jobs.length === historyLimit)
        rows.push({
          kind: 'note',
          key: `${accessPoint} history`,
          text: `Only the last ${historyLimit} are shown.`,
        });
      if (rows.length > 0) return rows;
      return [
        { kind: 'note', key: `${accessPoint} history`, text: 'No job of yours has left the queue lately.' },
      ];
    } catch (error) {
      return [{ kind: 'note', key: `${accessPoint} history`, text: textOf(error) }];
    }
  }
}

const isRow = (row: Row | undefined): row is Row => row !== undefined;

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
