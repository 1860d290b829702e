import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { AccessPoint } from '../../commands/accessPoints.ts';
import { formatJobId, type JobId } from '../../condor/job.ts';
import type { Verdict } from '../../dmtcp/verdict.ts';
import { throughEntrance } from '../../logs/entrance.ts';
import type { Follower } from '../../logs/followers.ts';
import { tailJob } from '../../logs/tailJob.ts';
import { jobKey } from '../../submissions.ts';
import { Feed } from './feed.ts';
import { logPaneHtml } from './html.ts';
import type { FromPage, ToPage } from './messages.ts';

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
    // From now on, not once the page is there: that of a pane behind others is loaded when it is first looked at.
    this.following = this.follow();
    panel.onDidDispose(() => this.following.stop());
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
        if (this.loaded) {
          // Made anew, as when the pane is moved to another window: it has nothing of what the last one was told.
          this.following.stop();
          this.following = this.follow();
        }
        this.loaded = true;
        this.following.feed.pageReady();
        this.tellVisible();
        return;
      case 'save':
        return this.save(message.text);
    }
  }

  private follow(): Following {
    const { panel } = this;
    const { point, id, follower, attended, verdict } = this.options;
    const post = (message: ToPage): PromiseLike<unknown> => panel.webview.postMessage(message);
    const feed = new Feed({ id, accessPoint: point.name, post, verdict });
    const tail = tailJob({
      transport: point.transport,
      id,
      listener: (event) => feed.tell(event),
      streams: throughEntrance(follower.streams, follower.entrance, () => panel.visible),
      executeHosts: point.executeHosts,
      look: (one, signal) => follower.looks.look(one, signal),
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

/** The column that ViewColumn.Beside means, as a number: the same for all that are opened together. */
function besideActive(): vscode.ViewColumn {
  const { tabs, viewColumn } = vscode.window.tabGroups.activeTabGroup;
  const { One, Two, Three, Four, Five, Six, Seven, Eight, Nine } = vscode.ViewColumn;
  const next = [One, Two, Three, Four, Five, Six, Seven, Eight, Nine][viewColumn];
  return tabs.length === 0 ? viewColumn : (next ?? Nine);
}
