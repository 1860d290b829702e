import * as vscode from 'vscode';
import { formatJobId } from '../condor/job.ts';
import { openJobTerminal } from '../views/jobTerminal.ts';
import { everyState, pickJob, type Called } from './pickJob.ts';
import type { Services } from './services.ts';

/** DMTCP: Open Terminal in Job. A shell in the sandbox of a running job, on its execute host. */
export async function openTerminal(services: Services, called: Called): Promise<void> {
  const { point, id } = await pickJob(services, called, {
    title: 'Open Terminal in Job',
    states: ['running'],
  });
  openJobTerminal(point.transport, id);
}

/** DMTCP: Copy Job Id. */
export async function copyJobId(services: Services, called: Called): Promise<void> {
  const { id } = await pickJob(services, called, {
    title: 'Copy Job Id',
    states: everyState,
  });
  await vscode.env.clipboard.writeText(formatJobId(id));
  services.ui.showInformation(`Copied ${formatJobId(id)}.`);
}
