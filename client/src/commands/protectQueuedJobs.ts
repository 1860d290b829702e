import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { fileNames } from '../../../shim/src/protocol.ts';
import { formatJobId, type Job } from '../condor/job.ts';
import { queryJobs } from '../condor/queue.ts';
import type { SyncState } from '../condor/submitDirectory.ts';
import { lostFiles, replacedFiles } from '../dmtcp/manifest.ts';
import type { Transport } from '../transport/transport.ts';
import type { AccessPoint } from './accessPoints.ts';
import type { Services } from './services.ts';

/**
 * Asks before an upload puts another DMTCP in the place of the one that queued jobs began with: HTCondor sends the files
 * of the submit directory at each start, and images restart only with the DMTCP that made them. Throws
 * CancellationError unless the person says so.
 */
export async function protectQueuedJobs(
  services: Services,
  point: AccessPoint,
  upload: { readonly directory: string; readonly files: readonly string[]; readonly before: SyncState },
): Promise<void> {
  const replaced = replacedFiles(await manifestIn(upload.directory), upload.before.files);
  if (!replaced.some((name) => upload.files.includes(name))) return;
  const jobs = await begunJobs(point.transport, upload.before.remoteDirectory);
  await askAbout(services, jobs, { what: 'this upload replaces', button: 'Replace All the Same' });
}

/**
 * The same before DMTCP is replaced or removed in a directory of this machine, which jobs were submitted from where they
 * are. `manifest`: that of the new package; '' where there is none.
 */
export async function protectLocalJobs(
  services: Services,
  directory: string,
  manifest: string,
): Promise<void> {
  const point = await services.accessPoints.local();
  if (point === undefined || lostFiles(await manifestIn(directory), manifest).length === 0) return;
  try {
    const jobs = await begunJobs(point.transport, directory);
    const removes = { what: 'is removed here', button: 'Remove All the Same' };
    const replaces = { what: 'is replaced here', button: 'Replace All the Same' };
    await askAbout(services, jobs, manifest === '' ? removes : replaces);
  } catch (error) {
    if (error instanceof vscode.CancellationError) throw error;
    // A machine can have HTCondor's tools without a queue.
    services.ui.log.warn(
      `Whether jobs in the queue need the DMTCP in ${directory} is not known: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

const manifestIn = (directory: string): Promise<string> =>
  readFile(path.join(directory, fileNames.manifest), 'utf8').catch(() => '');

/** Jobs in the queue whose files come from a directory of the access point, and that have started before. */
async function begunJobs(transport: Transport, directory: string): Promise<readonly Job[]> {
  return (await queryJobs(transport)).filter(
    (job) => job.initialDirectory === directory && job.starts + job.shadowStarts > 0,
  );
}

async function askAbout(
  services: Services,
  jobs: readonly Job[],
  { what, button }: { readonly what: string; readonly button: string },
): Promise<void> {
  if (jobs.length === 0) return;
  const names = jobs.slice(0, 5).map(({ id }) => formatJobId(id));
  const answer = await services.ui.ask(
    `${jobs.length === 1 ? 'A job' : `${jobs.length} jobs`} in the queue began with the DMTCP that ${what}.`,
    `Jobs restart only with the version that made their checkpoints, and HTCondor takes it from the submit directory at each start: ${names.join(', ')}${jobs.length > names.length ? ', …' : ''} may no longer restart. Wait until they have ended, or use another folder.`,
    [button],
  );
  if (answer === undefined) throw new vscode.CancellationError();
}
