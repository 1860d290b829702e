/** How each row of the jobs view looks. */
import * as vscode from 'vscode';
import { formatJobId, type Job } from '../condor/job.ts';
import { isGood } from '../dmtcp/verdict.ts';
import { commandIds } from '../names.ts';
import { count, describeJob, jobName, jobTooltip, shortName } from './describeJob.ts';
import { jobsOf, summary, type PointState, type Row } from './jobTree.ts';

export interface RowFacts {
  /** Milliseconds since 1970 by the clock of the row's access point. */
  readonly now: number;
  /** Whether rows say whose jobs they are. */
  readonly owners: boolean;
}

export function treeItem(row: Row, { now, owners }: RowFacts): vscode.TreeItem {
  switch (row.kind) {
    case 'accessPoint':
      return accessPointItem(row.point);
    case 'cluster': {
      const [first] = row.jobs;
      const name = first === undefined ? '' : jobName(first);
      return item(`${row.cluster}  ${shortName(name)}`.trim(), {
        tooltip: `Cluster ${row.cluster}: ${name}`,
        id: `${row.accessPoint} cluster ${row.cluster}`,
        description: `${owners ? `${first?.owner ?? ''} · ` : ''}${count(row.jobs.length, 'job')} · ${summary(row.jobs)}`,
        icon: new vscode.ThemeIcon('layers'),
        context: `cluster${statesOf(row)}`,
        folded: true,
      });
    }
    case 'range':
      return item(row.label, {
        id: `range ${row.key}`,
        description: summary(row.rows.flatMap(jobsOf)),
        icon: new vscode.ThemeIcon('ellipsis'),
        context: `range${statesOf(row)}`,
        folded: true,
      });
    case 'job': {
      const name = formatJobId(row.jobId);
      const description = `${owners ? `${row.job.owner} · ` : ''}${describeJob(row.job, now)}`;
      const made = item(`${name}  ${shortName(jobName(row.job))}`, {
        id: `${row.accessPoint} job ${name}`,
        description,
        tooltip: jobTooltip(row.job, now),
        icon: statusIcon(row.job),
        context: `job.${row.job.status}`,
      });
      made.accessibilityInformation = { label: `Job ${name}, ${description}` };
      return made;
    }
    case 'ended': {
      return item(formatJobId(row.jobId), {
        id: `${row.accessPoint} ended ${formatJobId(row.jobId)}`,
        description: row.verdict.text.replace(/^Job \S+ /, ''),
        tooltip: row.verdict.text,
        icon: isGood(row.verdict)
          ? icon('pass', 'testing.iconPassed')
          : row.verdict.kind === 'removed'
            ? icon('trash')
            : icon('error', 'testing.iconFailed'),
        context: 'job.completed',
      });
    }
    case 'history': {
      const made = item('History', {
        // VS Code knows by the id what a person has folded.
        id: `${row.accessPoint} history${row.open ? ' asked for' : ''}`,
        description: 'jobs that left the queue',
        icon: new vscode.ThemeIcon('history'),
        context: 'history',
        folded: true,
      });
      if (row.open) made.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
      return made;
    }
    case 'failed': {
      const title = row.needsLogin ? 'Log In' : 'Try Again';
      const made = item(title, {
        id: `${row.accessPoint} failed`,
        ...(row.asOfMs === undefined
          ? {}
          : { description: `not connected, jobs as of ${new Date(row.asOfMs).toLocaleTimeString()}` }),
        tooltip: row.message,
        icon: row.needsLogin ? icon('key') : icon('warning', 'problemsWarningIcon.foreground'),
        context: 'failed',
      });
      made.command = { title, command: commandIds.refreshJobs };
      return made;
    }
    case 'note':
      return item(row.text, { id: `note ${row.key}`, tooltip: row.text, context: 'note' });
  }
}

function accessPointItem({ name, queue }: PointState): vscode.TreeItem {
  const looks = (() => {
    switch (queue.kind) {
      case 'none':
      case 'connecting':
        return { description: 'connecting …', icon: icon('sync') };
      case 'failed':
        return {
          description: `not connected${queue.triesAgain ? ', is tried again' : ''}`,
          icon: icon('debug-disconnect', 'problemsWarningIcon.foreground'),
          tooltip: queue.error instanceof Error ? queue.error.message : String(queue.error),
        };
      case 'known':
        return {
          description: queue.jobs.length === 0 ? 'no jobs' : summary(queue.jobs),
          icon: icon('server', 'charts.green'),
        };
    }
  })();
  const made = item(name, { id: `point ${name}`, ...looks, context: `accessPoint.${queue.kind}` });
  made.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
  return made;
}

interface Looks {
  readonly id: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon?: vscode.ThemeIcon;
  readonly context: string;
  readonly folded?: boolean;
}

function item(label: string, looks: Looks): vscode.TreeItem {
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  const made = new vscode.TreeItem(label, looks.folded === true ? Collapsed : None);
  made.id = looks.id;
  made.contextValue = looks.context;
  if (looks.description !== undefined) made.description = looks.description;
  if (looks.tooltip !== undefined) made.tooltip = looks.tooltip;
  if (looks.icon !== undefined) made.iconPath = looks.icon;
  return made;
}

/** ".held.running": which actions make sense for at least one job of a folded row. */
const statesOf = (row: Row): string =>
  [...new Set(jobsOf(row).map((job) => job.status))]
    .sort()
    .map((status) => `.${status}`)
    .join('');

const icon = (name: string, colour?: string): vscode.ThemeIcon =>
  new vscode.ThemeIcon(name, colour === undefined ? undefined : new vscode.ThemeColor(colour));

function statusIcon(job: Job): vscode.ThemeIcon {
  switch (job.status) {
    case 'running':
      return icon('play-circle', 'charts.green');
    case 'transferring':
      return icon('arrow-swap', 'charts.blue');
    case 'held':
      return icon('debug-pause', 'charts.red');
    case 'idle':
      return icon('clock', 'charts.yellow');
    case 'suspended':
      return icon('debug-pause', 'charts.orange');
    case 'completed':
      return job.exitSignal === undefined && (job.exitCode ?? 0) === 0
        ? icon('pass', 'testing.iconPassed')
        : icon('error', 'testing.iconFailed');
    case 'removed':
      return icon('trash');
  }
}
