import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { analyzeJob } from '../condor/analyze.ts';
import { formatJobId } from '../condor/job.ts';
import { analysisHtml } from '../views/analysisTable.ts';
import { pickJob, type Called } from './pickJob.ts';
import type { Services } from './services.ts';

/** DMTCP: Why Is the Job Idle? A table of its requirements, clause by clause, with the slots that meet each. */
export async function whyIdle(services: Services, called: Called): Promise<void> {
  const { point, id } = await pickJob(services, called, {
    title: 'Why Is the Job Idle?',
    states: ['idle', 'held', 'running'],
  });
  const analysis = await analyzeJob(point.transport, id);
  const job = formatJobId(id);
  const panel = vscode.window.createWebviewPanel(
    'dmtcpCondor.analysis',
    `Why is ${job} idle?`,
    vscode.ViewColumn.Active,
    { enableScripts: false, localResourceRoots: [] },
  );
  panel.webview.html = analysisHtml(analysis, {
    job,
    host: point.name,
    nonce: randomBytes(16).toString('hex'),
  });
}
