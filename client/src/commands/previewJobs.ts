import { randomBytes } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { jobsTableHtml } from '../views/jobsTable.ts';
import type { Services } from './services.ts';
import { submitDocument } from './submitDocument.ts';

/** Jobs shown; more is no help to a person. */
const limit = 1000;

/** DMTCP: Preview Jobs. A table of the jobs that a submit file would make, as it stands in the editor. */
export async function previewJobs(services: Services, target?: unknown): Promise<void> {
  const document = await submitDocument(target);
  const preview = await services.language.previewJobs(document, limit);
  const file = path.basename(document.fileName);
  const panel = vscode.window.createWebviewPanel(
    'dmtcpCondor.preview',
    `Jobs of ${file}`,
    vscode.ViewColumn.Beside,
    { enableScripts: false, localResourceRoots: [] },
  );
  panel.webview.html = jobsTableHtml(preview, { file, nonce: randomBytes(16).toString('hex') });
}
