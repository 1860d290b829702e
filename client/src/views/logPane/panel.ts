import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { AccessPoint } from '../../commands/accessPoints.ts';
import { formatJobId, type JobId } from '../../condor/job.ts';
import type { Verdict } from '../../dmtcp/verdict.ts';
import { throughEntrance } from '../../logs/entrance.ts';
import type { Follower } from '../../logs/followers.ts';
import { tailJob } from '../../logs/tailJob.ts';
import { webviewTypes } from '../../names.ts';
import { jobKey } from '../../submissions.ts';
import { Feed } from './feed.ts';
import { logPaneHtml } from './html.ts';
import type { FromPage, ToPage } from './messages.ts';

export interface LogPaneOptions {
  readonly point: AccessPoint;
  readonly id: JobId;
  readonly title: string;
  readonly follower: Follower;
  readonly asset: (relative: string) => string;
  /** Around what a person waits for: a login that is needed again may ask. */
  readonly attended: (run: () => Promise<void>) => Promise<void>;
  /** How the job went; asked once it has left the queue. `wasQueued`: it was there when it was first looked at. */
  readonly verdict: (wasQueued: boolean) => Promise<Verdict>;
  /** Called before each look at the job; throws why there is to be none. */
  readonly enter: () => void;
  /** The same for a person who tries again: settings may have changed since. */
  readonly again: () => Promise<LogPaneOptions>;
  /** Calls back when the connection to the access point is there. */
  readonly onDidConnect: (listener: () => void) => vscode.Disposable;
}

/** What follows the job for the page of a pane. */
interface Following {
  readonly feed: Feed;
  readonly stop: () => void;
}

/** A live pane with everything that one job writes for people. Closing it ends the tail. */
export class LogPane {
  private static readonly open = new Map<string, LogPane>();

  private following: Following;
  private loaded = false;
  private disposed = false;

  /** Opens the job's pane, or brings the open one forward. */
  static show(options: LogPaneOptions): void {
    const key = jobKey(options.point.name, options.id);
    const known = LogPane.open.get(key);
    if (known !== undefined) return known.panel.reveal();
    // Beside the panes that are open, not beside what is active: each would make the columns narrower.
    const [other] = LogPane.open.values();
    const unseen = unseenTabs(options.title);
    const column = unseen[0]?.group.viewColumn ?? other?.panel.viewColumn ?? other?.column ?? besideActive();
    const panel = vscode.window.createWebviewPanel(webviewTypes.logs, options.title, column, {
      // The page holds the lines; dropped, they would have to be read from the execute host again.
      retainContextWhenHidden: true,
    });
    LogPane.open.set(key, new LogPane(panel, options, column));
    void vscode.window.tabGroups.close(unseen, true);
  }

  /** Makes the panel that the editor has brought back the job's pane, unless another one is open. */
  static restore(panel: vscode.WebviewPanel, options: LogPaneOptions): void {
    const key = jobKey(options.point.name, options.id);
    const known = LogPane.open.get(key);
    if (known === undefined) {
      LogPane.open.set(key, new LogPane(panel, options, panel.viewColumn ?? vscode.ViewColumn.One));
    } else {
      panel.dispose();
      known.panel.reveal();
    }
  }

  private constructor(
    private readonly panel: vscode.WebviewPanel,
    private options: LogPaneOptions,
    /** Where it was opened: several opened together do not know their columns yet. */
    private readonly column: vscode.ViewColumn,
  ) {
    // Also of one that comes back: what the editor kept of it may be of another version, in another directory.
    panel.title = options.title;
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.file(options.asset('dist'))],
    };
    // From now on, not once the page is there: that of a pane behind others is loaded when it is first looked at.
    this.following = this.follow();
    const connected = options.onDidConnect(() => {
      if (this.following.feed.isInVain) void this.again();
    });
    panel.onDidDispose(() => {
      LogPane.open.delete(jobKey(options.point.name, options.id));
      this.disposed = true;
      connected.dispose();
      this.following.stop();
    });
    panel.onDidChangeViewState(() => this.tellVisible());
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
        // Made anew, as when the pane is moved to another window: it has nothing of what the last one was told.
        if (this.loaded) this.restart();
        else this.begin();
        return;
      case 'again':
        return this.again();
      case 'save':
        return this.save(message.text);
    }
  }

  private async again(): Promise<void> {
    try {
      this.options = await this.options.again();
    } catch (error) {
      const failed = error instanceof Error ? error.message : String(error);
      return this.following.feed.tell({ kind: 'end', failed });
    }
    if (!this.disposed) this.restart();
  }

  private restart(): void {
    this.following.stop();
    this.following = this.follow();
    if (this.loaded) this.begin();
  }

  private begin(): void {
    this.loaded = true;
    this.following.feed.pageReady();
    this.tellVisible();
  }

  private follow(): Following {
    const { panel } = this;
    const { point, id, follower, attended, verdict, enter } = this.options;
    const post = (message: ToPage): PromiseLike<unknown> => panel.webview.postMessage(message);
    const feed = new Feed({ id, accessPoint: point.name, post, verdict });
    const tail = tailJob({
      transport: point.transport,
      id,
      listener: (event) => feed.tell(event),
      streams: throughEntrance(follower.streams, follower.entrance, () => panel.visible),
      executeHosts: point.executeHosts,
      look: async (one, signal) => {
        enter();
        return follower.looks.look(one, signal);
      },
    });
    const clock = setInterval(() => {
      if (panel.visible) void feed.showHeader();
    }, 1000);
    void attended(() => tail.done).then(() => clearInterval(clock));
    const stop = (): void => {
      clearInterval(clock);
      tail.dispose();
      feed.close();
    };
    return { feed, stop };
  }

  private tellVisible(): void {
    const { feed } = this.following;
    void feed.post({ kind: 'visible', visible: this.panel.visible });
    if (this.panel.visible) void feed.showHeader();
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
}

/** The tabs of a title that the editor has brought back, and in which nobody has looked: they have no panes yet. */
const unseenTabs = (title: string): readonly vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input, label }) => input instanceof vscode.TabInputWebview && isLogs(input) && label === title,
    );

const isLogs = ({ viewType }: vscode.TabInputWebview): boolean => viewType.endsWith(webviewTypes.logs);

/** The column that ViewColumn.Beside means, as a number: the same for all that are opened together. */
function besideActive(): vscode.ViewColumn {
  const { tabs, viewColumn } = vscode.window.tabGroups.activeTabGroup;
  const { One, Two, Three, Four, Five, Six, Seven, Eight, Nine } = vscode.ViewColumn;
  const next = [One, Two, Three, Four, Five, Six, Seven, Eight, Nine][viewColumn];
  return tabs.length === 0 ? viewColumn : (next ?? Nine);
}
