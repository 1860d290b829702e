import * as vscode from 'vscode';
import { fileNames } from '../../../shim/src/protocol.ts';
import { formatJobId, type Job } from '../condor/job.ts';
import { sandboxListing } from '../condor/jobShell.ts';
import { queryJob, finishedJob } from '../condor/queue.ts';
import { UserError } from '../userError.ts';
import { remoteFileUri, type RemoteFile } from '../views/remoteFiles.ts';
import { everyState, pickJob, type Called, type PickedJob } from './pickJob.ts';
import type { Services } from './services.ts';

/** DMTCP: Open Submit File of Job. The file here where it was submitted from here, else as the access point has it. */
export async function openSubmitFile(services: Services, called: Called): Promise<void> {
  const picked = await pickJob(services, called, { title: 'Open Submit File of Job', states: everyState });
  const submission = services.submissions.find(picked.point.name, picked.id);
  if (submission !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.file(submission.submitFile));
    return;
  }
  const job = await known(picked);
  if (job.submitFile === undefined) {
    throw new UserError(
      `The ad of job ${formatJobId(picked.id)} does not say which submit file it comes from: it was submitted by a program, or through standard input.`,
    );
  }
  await open({ accessPoint: picked.point.name, path: absolute(job, job.submitFile) });
}

/** DMTCP: Open File of Job. What is in its sandbox while it runs, and what it left on the access point; read-only. */
export async function openJobFile(services: Services, called: Called): Promise<void> {
  const picked = await pickJob(services, called, { title: 'Open File of Job', states: everyState });
  const job = await known(picked);
  const name = formatJobId(job.id);
  const accessPoint = picked.point.name;
  const inside =
    job.status === 'running'
      ? (await sandboxListing(picked.point.transport, job.id)).map((file) => ({
          label: file.name,
          description: `${file.size} bytes`,
          file: { accessPoint, job: name, path: file.name },
        }))
      : [];
  const outside = [
    job.output,
    job.error,
    job.userLog,
    job.submitFile,
    fileNames.events(name),
    fileNames.dmtcpLog(name),
  ]
    .filter((one) => one !== undefined)
    .map((one) => ({ label: one, file: { accessPoint, path: absolute(job, one) } }));
  services.jobs.pause();
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const chosen = await vscode.window.showQuickPick(
    [
      ...(inside.length === 0 ? [] : [separator(`In the sandbox on ${job.host ?? 'its host'}`), ...inside]),
      separator(`On ${accessPoint}`),
      ...outside,
    ],
    { title: `Open File of Job ${name}`, placeHolder: 'File', ignoreFocusOut: true },
  );
  if (chosen !== undefined && 'file' in chosen) await open(chosen.file);
}

async function known({ point, id }: PickedJob): Promise<Job> {
  const job = (await queryJob(point.transport, id)) ?? (await finishedJob(point.transport, id));
  if (job !== undefined) return job;
  throw new UserError(
    `Job ${formatJobId(id)} is neither in the queue nor in the history of ${point.name}: nothing is known of its files.`,
  );
}

const absolute = (job: Job, name: string): string =>
  name.startsWith('/') ? name : `${job.initialDirectory}/${name}`;

async function open(file: RemoteFile): Promise<void> {
  const document = await vscode.workspace.openTextDocument(remoteFileUri(file));
  await vscode.window.showTextDocument(document, { preview: false });
}
