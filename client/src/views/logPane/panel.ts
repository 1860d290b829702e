import { randomBytes } from 'node:crypto';
import { TextDecoder } from 'node:util';
import * as vscode from 'vscode';
import type { AccessPoint } from '../../commands/accessPoints.ts';
import { formatJobId, type Job, type JobId } from '../../condor/job.ts';
import { isGood, type Verdict } from '../../dmtcp/verdict.ts';
import type { Follower } from '../../logs/followers.ts';
import type { FileKind, FollowedFile, TailEvent, TailState } from '../../logs/events.ts';
import { tailJob } from '../../logs/tailJob.ts';
import { jobKey } from '../../submissions.ts';
import { jobFacts } from '../describeJob.ts';
import { logPaneHtml } from './html.ts';
import { Outbox } from './outbox.ts';
import type { FromPage, PaneHeader, SourceInfo, ToPage } from './messages.ts';

export interface LogPaneOptions {
  readonly point: AccessPoint;
  readonly id: JobId;
  readonly follower: Follower;
  readonly asset: (relative: string) => string;
  /** Around what a person waits for: a login that is needed again may ask. */
  readonly attended: (run: () => Promise<void>) => Promise<void>;
  /** How the job went; asked once it has left the queue. */
  readonly verdict: () => Promise<Verdict>;
}

/** A live pane with everything that one job writes for people. Closing it ends the tail. */
export class LogPane {
  private static readonly open = new Map<string, LogPane>();

  private readonly decoders = new Map<string, TextDecoder>();
  private readonly sources = new Set<string>();
  private readonly outbox = new Outbox((message) => this.panel.webview.postMessage(message));
  private job: Job | undefined;
  private state = '';
  private notice: PaneHeader['notice'];

  /** Opens the job's pane, or brings the open one forward. */
  static show(options: LogPaneOptions): void {
    const key = jobKey(options.point.name, options.id);
    const known = LogPane.open.get(key);
    if (known !== undefined) return known.panel.reveal();
    // Beside the panes that are open, not beside what is active: each would make the columns narrower.
    const [other] = LogPane.open.values();
    const column = other === undefined ? besideActive() : (other.panel.viewColumn ?? other.column);
    const panel = vscode.window.createWebviewPanel(
      'dmtcpCondor.logs',
      `Job ${formatJobId(options.id)}`,
      column,
      {
        enableScripts: true,
        // The page holds the lines; dropped, they would have to be read from the execute host again.
        retainContextWhenHidden: true,
        localResourceRoots: [vscode.Uri.file(options.asset('dist'))],
      },
    );
    const pane = new LogPane(panel, options, column);
    LogPane.open.set(key, pane);
    panel.onDidDispose(() => LogPane.open.delete(key));
  }

  private constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly options: LogPaneOptions,
    /** Where it was opened: several opened together do not know their columns yet. */
    private readonly column: vscode.ViewColumn,
  ) {
    panel.onDidChangeViewState(() => {
      void this.post({ kind: 'visible', visible: panel.visible });
      if (panel.visible) void this.showHeader();
    });
    panel.webview.onDidReceiveMessage((message: FromPage) => void this.receive(message));
    panel.webview.html = logPaneHtml({
      nonce: randomBytes(16).toString('hex'),
      cspSource: panel.webview.cspSource,
      scriptUri: panel.webview.asWebviewUri(vscode.Uri.file(options.asset('dist/logPane.js'))).toString(),
    });
  }

  private async receive(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.follow();
        return this.post({ kind: 'visible', visible: this.panel.visible });
      case 'save':
        return this.save(message.text);
    }
  }

  private follow(): void {
    const { point, id, follower } = this.options;
    const clock = setInterval(() => {
      if (this.panel.visible) void this.showHeader();
    }, 1000);
    const tail = tailJob({
      transport: point.transport,
      id,
      listener: (event) => this.tell(event),
      streams: follower.streams,
      look: (one, signal) => follower.looks.look(one, signal),
    });
    this.panel.onDidDispose(() => {
      clearInterval(clock);
      tail.dispose();
    });
    void this.options.attended(() => tail.done).then(() => clearInterval(clock));
  }

  private async tell(event: TailEvent): Promise<void> {
    switch (event.kind) {
      case 'state':
        this.setState(event.state);
        this.notice = noticeOf(event.state, event.text);
        await this.post({ kind: 'note', level: this.notice?.level ?? 'info', text: event.text });
        return this.showHeader();
      case 'data':
        return this.showData(event.file, event.bytes);
      case 'truncated':
        return this.post({
          kind: 'note',
          level: 'info',
          text: `${event.file.name} was cut from ${event.from} to ${event.to} bytes: what came after its checkpoint is written again.`,
        });
      case 'rotated':
        return this.post({
          kind: 'note',
          level: 'info',
          text: `${event.file.name} was renamed; a new file of its name begins.`,
        });
      case 'skipped':
        return this.post({
          kind: 'note',
          level: 'info',
          text: `${event.file.name} is long: its first ${(event.bytes / 1e6).toFixed(1)} MB are not shown.`,
        });
      case 'shim':
        if (event.event.event === 'checkpoint') {
          const { milliseconds, bytes, images } = event.event;
          await this.post({
            kind: 'note',
            level: 'info',
            text: `Checkpoint complete: ${images.length} ${images.length === 1 ? 'image' : 'images'}, ${(bytes / 1e6).toFixed(1)} MB in ${(milliseconds / 1000).toFixed(1)} s.`,
          });
        }
        return;
      case 'note':
        return this.post(event);
      case 'end':
        return this.end(event);
    }
  }

  private setState(state: TailState): void {
    if (state.kind !== 'disconnected') this.job = state.job;
    this.state = state.kind === 'disconnected' ? 'disconnected' : state.job.status;
  }

  private async showData(file: FollowedFile, bytes: Uint8Array): Promise<void> {
    // The shim's JSON lines are for programs: what they tell comes as notes.
    if (file.kind === 'shimEvents') return;
    const source = sourceOf(file);
    if (!this.sources.has(source.id)) {
      this.sources.add(source.id);
      await this.post({ kind: 'source', source });
    }
    let decoder = this.decoders.get(file.key);
    if (decoder === undefined) this.decoders.set(file.key, (decoder = new TextDecoder()));
    await this.outbox.add({ kind: 'text', source: source.id, text: decoder.decode(bytes, { stream: true }) });
  }

  private async end(event: Extract<TailEvent, { kind: 'end' }>): Promise<void> {
    if (event.job !== undefined) {
      this.job = event.job;
      this.state = event.job.status;
    }
    this.notice = event.failed === undefined ? undefined : { level: 'error', text: event.failed };
    await this.showHeader();
    if (event.failed !== undefined) {
      return this.post({ kind: 'note', level: 'error', text: event.failed });
    }
    try {
      const verdict = await this.options.verdict();
      await this.post({ kind: 'verdict', good: isGood(verdict), text: verdict.text });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      await this.post({ kind: 'note', level: 'error', text: `The outputs could not be fetched: ${text}` });
    }
  }

  private async showHeader(): Promise<void> {
    await this.post({
      kind: 'header',
      header: {
        title: `Job ${formatJobId(this.options.id)}`,
        state: this.state,
        facts: [
          { label: 'On', value: this.options.point.name },
          ...(this.job === undefined ? [] : jobFacts(this.job, Date.now())),
        ],
        ...(this.notice === undefined ? {} : { notice: this.notice }),
      },
    });
  }

  private async save(text: string): Promise<void> {
    const name = `job.${formatJobId(this.options.id)}.log`;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
      title: 'Save the lines shown',
      ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
    });
    if (target !== undefined) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  }

  private post(message: ToPage): Promise<void> {
    return this.outbox.add(message);
  }
}

/** The column that ViewColumn.Beside means, as a number: the same for all that are opened together. */
function besideActive(): vscode.ViewColumn {
  const { tabs, viewColumn } = vscode.window.tabGroups.activeTabGroup;
  const { One, Two, Three, Four, Five, Six, Seven, Eight, Nine } = vscode.ViewColumn;
  const next = [One, Two, Three, Four, Five, Six, Seven, Eight, Nine][viewColumn];
  return tabs.length === 0 ? viewColumn : (next ?? Nine);
}

function noticeOf(state: TailState, text: string): PaneHeader['notice'] {
  switch (state.kind) {
    case 'running':
    case 'ended':
      return undefined;
    case 'waiting':
      return { level: 'info', text };
    case 'held':
    case 'disconnected':
      return { level: 'warning', text };
  }
}

/** DMTCP makes new files at each start of the job; to a person those of one tool are one log. */
function sourceOf(file: FollowedFile): SourceInfo {
  const last = file.name.split('/').at(-1) ?? file.name;
  const kind = sourceKind(file.kind);
  if (kind !== 'dmtcp') return { id: file.key, label: last, name: file.name, kind };
  const label = last.startsWith('jassertlog.')
    ? `jassertlog ${last.split('_').slice(1).join('_')}`.trim()
    : (last.split('.')[0] ?? last);
  return { id: `dmtcp ${label}`, label, name: file.name, kind };
}

function sourceKind(kind: FileKind): SourceInfo['kind'] {
  switch (kind) {
    case 'output':
    case 'error':
    case 'other':
      return 'output';
    case 'shimLog':
    case 'shimEvents':
      return 'shim';
    case 'dmtcp':
    case 'coordinator':
      return 'dmtcp';
    case 'event':
      return 'event';
  }
}
