import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { fileNames } from '../../../shim/src/protocol.ts';
import { formatJobId } from '../condor/job.ts';
import { queryJobs } from '../condor/queue.ts';
import type { SyncState } from '../condor/submitDirectory.ts';
import { replacedFiles } from '../dmtcp/manifest.ts';
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
  const manifest = path.join(upload.directory, fileNames.manifest);
  const replaced = replacedFiles(await readFile(manifest, 'utf8').catch(() => ''), upload.before.files);
  if (!replaced.some((name) => upload.files.includes(name))) return;
  const jobs = (await queryJobs(point.transport)).filter(
    (job) => job.initialDirectory === upload.before.remoteDirectory && job.starts + job.shadowStarts > 0,
  );
  if (jobs.length === 0) return;
  const names = jobs.slice(0, 5).map(({ id }) => formatJobId(id));
  const answer = await services.ui.ask(
    `${jobs.length === 1 ? 'A job' : `${jobs.length} jobs`} in the queue began with the DMTCP that this upload replaces.`,
    `Jobs restart only with the version that made their checkpoints, and HTCondor takes it from the submit directory at each start: ${names.join(', ')}${jobs.length > names.length ? ', …' : ''} may no longer restart. Wait until they have ended, or submit from another folder.`,
    ['Replace All the Same'],
  );
  if (answer === undefined) throw new vscode.CancellationError();
}
