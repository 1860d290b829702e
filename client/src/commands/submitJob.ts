import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { LocatedMessage, SubmitDescription } from '../../../server/src/protocol.ts';
import { fileNames } from '../../../shim/src/protocol.ts';
import { formatJobId } from '../condor/job.ts';
import { submitJob as submit, type SubmitResult } from '../condor/submit.ts';
import { uploadSubmitDirectory } from '../condor/submitDirectory.ts';
import { missingFromPackage } from '../dmtcp/missingFromPackage.ts';
import { commandIds } from '../names.ts';
import { UserError } from '../userError.ts';
import type { AccessPoint } from './accessPoints.ts';
import { jobFiles } from '../jobFiles.ts';
import type { Services } from './services.ts';
import { packageFiles } from './packageFiles.ts';
import { requireTrust, save, submitDocument } from './submitDocument.ts';

/** DMTCP: Submit Job. Uploads what changed, runs condor_submit, and shows its messages on the lines they belong to. */
export async function submitJob(services: Services, target?: unknown): Promise<void> {
  requireTrust();
  const document = await submitDocument(target);
  const file = path.basename(document.fileName);
  if (!(await protectionChosen(services, document))) return;
  await save(document);
  const description = await services.language.describe(document);
  refuseErrors(description, file);
  const point = await services.accessPoints.current();
  const directory = path.dirname(document.uri.fsPath);
  services.submitMessages.delete(document.uri);

  const result = await services.ui.withProgress(
    `Submitting ${file} on ${point.name}`,
    async (report, signal) => {
      const remote = await upload(services, point, { directory, file, description, report, signal });
      report('condor_submit');
      return submit(point.transport, { directory: remote, file });
    },
  );
  if (result.kind === 'refused') {
    await showMessages(services, document, result.stderr, `condor_submit refused ${file}`);
    return;
  }
  await remember(services, point, { directory, submitFile: document.uri.fsPath, result });
  if (result.warnings.trim() !== '') await showMessages(services, document, result.warnings);
  await services.jobs.refresh();
  announce(services, point, file, result);
}

type Submitted = Extract<SubmitResult, { kind: 'submitted' }>;

/** A shim without DMTCP beside it would start, find nothing, and fail on the pool: say so before. */
async function protectionChosen(services: Services, document: vscode.TextDocument): Promise<boolean> {
  const description = await services.language.describe(document);
  if (description.shim === undefined || description.shim.withDmtcp !== undefined) return true;
  const directory = path.dirname(document.uri.fsPath);
  const listed = description.transferInput.some((f) => path.posix.basename(f.path) === fileNames.manifest);
  const gone = listed ? await missingFromPackage(directory) : undefined;
  if (gone?.length === 0) return true;
  const answer =
    gone === undefined
      ? await services.ui.ask(
          'DMTCP is not packaged beside this submit file.',
          'The shim needs DMTCP’s files on the execute host: from the package, or from an installation there that --with-dmtcp names. Without them the job fails as soon as it starts.',
          ['Package Now', 'Submit Anyway'],
        )
      : await services.ui.ask(
          'The package beside this submit file is not complete.',
          `Expected all files that ${fileNames.manifest} lists, and did not find ${gone.join(', ')}. Package again; nothing is sent before.`,
          ['Package Now'],
        );
  if (answer === 'Package Now') await packageFiles(services, document.uri);
  return answer !== undefined;
}

function refuseErrors(description: SubmitDescription, file: string): void {
  const [first] = description.errors;
  if (first === undefined) return;
  throw new UserError(
    `${file} was not submitted: ${description.errors.length === 1 ? 'it has an error' : `it has ${description.errors.length} errors`} that condor_submit would stop at. Line ${first.range.start.line + 1}: ${first.message}`,
    [{ title: 'Show Problems', command: 'workbench.actions.view.problems' }],
  );
}

interface UploadTask {
  readonly directory: string;
  readonly file: string;
  readonly description: SubmitDescription;
  readonly report: (message: string) => void;
  readonly signal: AbortSignal;
}

/** Makes the access point have the job's files; returns the directory to submit in. */
async function upload(services: Services, point: AccessPoint, task: UploadTask): Promise<string> {
  if (point.uploadDirectory === undefined) return task.directory;
  const files = await jobFiles(task.directory, task.file, task.description);
  task.report('comparing files');
  const before = services.submissions.sync(point.name, task.directory);
  const { state, uploaded, bytes } = await uploadSubmitDirectory(point.transport, {
    localDirectory: task.directory,
    files,
    remoteDirectory: path.posix.join(point.uploadDirectory, remoteName(task.directory)),
    ...(before === undefined ? {} : { state: before }),
    progress: (sent, total) => task.report(`${megabytes(sent)} of ${megabytes(total)} MB`),
    signal: task.signal,
  });
  await services.submissions.setSync(point.name, task.directory, state);
  services.ui.log.info(
    `${point.name}: uploaded ${uploaded.length} of ${files.length} files (${megabytes(bytes)} MB) to ${state.remoteDirectory}`,
  );
  return state.remoteDirectory;
}

/** One directory on the access point for each directory here; two of the same name do not meet. */
function remoteName(directory: string): string {
  const readable =
    path
      .basename(directory)
      .replace(/[^A-Za-z0-9._-]/g, '_')
      .replace(/^[.-]+/, '') || 'job';
  const unique = createHash('sha256').update(`${hostname()}\0${directory}`).digest('hex').slice(0, 8);
  return `${readable}-${unique}`;
}

async function remember(
  services: Services,
  point: AccessPoint,
  what: { readonly directory: string; readonly submitFile: string; readonly result: Submitted },
): Promise<void> {
  for (const cluster of what.result.clusters) {
    await services.submissions.add({
      accessPoint: point.name,
      ...cluster,
      submitFile: what.submitFile,
      localDirectory: what.directory,
      ended: [],
    });
  }
  services.jobs.expect(
    what.result.clusters.flatMap(({ cluster, firstProc, lastProc }) =>
      Array.from({ length: lastProc - firstProc + 1 }, (_, i) => ({ cluster, proc: firstProc + i })),
    ),
  );
}

async function showMessages(
  services: Services,
  document: vscode.TextDocument,
  stderr: string,
  refusal?: string,
): Promise<void> {
  services.ui.log.info(`condor_submit said:\n${stderr.trim()}`);
  const messages = await services.language.locateSubmitErrors(document, stderr);
  services.submitMessages.set(document.uri, messages.map(diagnostic));
  if (refusal === undefined) return;
  const first = messages.find((m) => m.severity === 'error') ?? messages[0];
  throw new UserError(
    `${refusal}. ${first === undefined ? 'It gave no reason; the log has its output.' : sentence(`Line ${first.range.start.line + 1}: ${first.message}`)} No job was queued.`,
    [{ title: 'Show Problems', command: 'workbench.actions.view.problems' }],
  );
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

function diagnostic(message: LocatedMessage): vscode.Diagnostic {
  const { start, end } = message.range;
  const result = new vscode.Diagnostic(
    new vscode.Range(start.line, start.character, end.line, end.character),
    message.message,
    message.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  result.source = 'condor_submit';
  return result;
}

function announce(services: Services, point: AccessPoint, file: string, result: Submitted): void {
  const [first] = result.clusters;
  if (first === undefined) {
    services.ui.showWarning(`condor_submit accepted ${file}, which describes no job: nothing was queued.`);
    return;
  }
  const jobs = result.clusters.reduce((n, c) => n + c.lastProc - c.firstProc + 1, 0);
  services.ui.showInformation(
    `Submitted cluster ${result.clusters.map((c) => c.cluster).join(', ')} on ${point.name}: ${jobs} ${jobs === 1 ? 'job' : 'jobs'}.`,
    {
      title: 'Watch Logs',
      command: commandIds.tailLogs,
      arguments: [formatJobId({ cluster: first.cluster, proc: first.firstProc })],
    },
  );
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
