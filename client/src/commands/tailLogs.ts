import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { JobId } from '../condor/job.ts';
import { webviewTypes } from '../names.ts';
import { lostPaneHtml } from '../views/logPane/html.ts';
import { LogPane, type LogPaneOptions } from '../views/logPane/panel.ts';
import { OneLogin, paneTitle, restoredJob } from '../views/logPane/restoredPane.ts';
import type { AccessPoint } from './accessPoints.ts';
import { everyState, pickJobs, type Called } from './pickJob.ts';
import type { Services } from './services.ts';

/** DMTCP: Tail Job Logs. Opens a pane for each job, or shows the one that is open already. */
export async function tailLogs(services: Services, called: Called): Promise<void> {
  const jobs = await pickJobs(services, called, {
    title: 'Tail Job Logs',
    states: everyState,
    one: true,
  });
  for (const { point, id } of jobs) LogPane.show(paneOptions(services, point, id));
}

/** Panes that are open when the window is closed follow their jobs again when it is back, each once it is looked at. */
export function restoreLogPanes(services: Services): vscode.Disposable {
  const { accessPoints, ended, submissions, ui } = services;
  const login = new OneLogin();
  const options = (point: AccessPoint, id: JobId): LogPaneOptions => ({
    ...paneOptions(services, point, id),
    enter: () => login.enter(point.transport),
    // What ended before was announced then.
    verdict: (wasQueued) =>
      ended.verdict(point, id, { isNews: wasQueued || submissions.isOpen(point.name, id) }),
    again: async () => ({ ...options(await accessPoints.get(point.name), id), enter: () => undefined }),
  });
  return vscode.window.registerWebviewPanelSerializer(webviewTypes.logs, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const closed = new AbortController();
      panel.onDidDispose(() => closed.abort());
      try {
        const found = restoredJob({ state, title: panel.title, accessPoints: accessPoints.names() });
        const point = await accessPoints.get(found.accessPoint);
        if (!closed.signal.aborted) LogPane.restore(panel, options(point, found.id));
      } catch (error) {
        if (closed.signal.aborted) return;
        // Not closed: the next one would come into sight, and go the same way, until all were gone.
        const text = error instanceof Error ? error.message : String(error);
        ui.log.warn(text);
        panel.webview.options = { enableScripts: false, localResourceRoots: [] };
        panel.webview.html = lostPaneHtml({ nonce: randomBytes(16).toString('hex'), text });
      }
    },
  });
}

function paneOptions(services: Services, point: AccessPoint, id: JobId): LogPaneOptions {
  const { accessPoints, ended, followers } = services;
  return {
    point,
    id,
    title: paneTitle(id, point.name, accessPoints.names()),
    follower: followers.of(point.transport),
    asset: services.asset,
    attended: (run) => accessPoints.attended(run),
    verdict: () => ended.verdict(point, id),
    enter: () => undefined,
    again: async () => paneOptions(services, await accessPoints.get(point.name), id),
    onDidConnect: (listener) =>
      accessPoints.onDidChangeConnection((name) => {
        if (name === point.name && accessPoints.stateOf(name).kind === 'connected') listener();
      }),
  };
}
