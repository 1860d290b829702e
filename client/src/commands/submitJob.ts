import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { LocatedMessage, SubmitDescription } from '../../../server/src/protocol.ts';
import { fileNames } from '../../../shim/src/protocol.ts';
import { formatJobId } from '../condor/job.ts';
import { dryRun, submitOnce, type OnceResult, type SubmittedCluster } from '../condor/submit.ts';
import { uploadSubmitDirectory } from '../condor/submitDirectory.ts';
import { checkPackage } from '../dmtcp/checkPackage.ts';
import { commandIds } from '../names.ts';
import { parseOverrides } from '../overrides.ts';
import { UserError } from '../userError.ts';
import type { AccessPoint } from './accessPoints.ts';
import { jobFiles } from '../jobFiles.ts';
import type { Services } from './services.ts';
import { packageFiles } from './packageFiles.ts';
import { protectQueuedJobs } from './protectQueuedJobs.ts';
import { requireTrust, save, submitDocuments } from './submitDocument.ts';

export interface SubmitTarget {
  /** What the command was called on; the submit file in the editor when left out. */
  readonly target?: unknown;
  /** All files that were selected in the explorer. */
  readonly selection?: unknown;
  /** Asks for commands that override the file's, for this time only. */
  readonly asksOverrides?: boolean;
}

/**
 * DMTCP: Submit Job. Looks for errors, uploads what changed, has condor_submit read all files, and only then submits
 * them; shows its messages on the lines they belong to.
 */
export async function submitJob(services: Services, how: SubmitTarget): Promise<void> {
  requireTrust();
  const documents = await submitDocuments(how.target, how.selection);
  const tasks: Task[] = [];
  for (const document of documents) {
    if (!(await protectionChosen(services, document))) return;
    await save(document);
    const description = await services.language.describe(document);
    const file = path.basename(document.fileName);
    refuseErrors(description, file);
    services.submitMessages.delete(document.uri);
    tasks.push({ document, file, directory: path.dirname(document.uri.fsPath), description });
  }
  const append = how.asksOverrides === true ? await askOverrides() : [];
  const point = await services.accessPoints.current();
  const names = tasks.map(({ file }) => file).join(', ');
  const results = await services.ui.withProgress(
    `Submitting ${names} on ${point.name}`,
    async (report, signal) => {
      const ready: (Task & { readonly remote: string })[] = [];
      try {
        for (const task of tasks) {
          const remote = await upload(services, point, { ...task, report, signal });
          report(`condor_submit reads ${task.file}`);
          const refusal = await dryRun(point.transport, { directory: remote, file: task.file, append });
          if (refusal !== undefined) await showRefusal(services, task, refusal);
          ready.push({ ...task, remote });
        }
        signal.throwIfAborted();
      } catch (error) {
        if (!signal.aborted) throw error;
        services.ui.showInformation(
          `Submitting ${names} was cancelled; no job was queued. Files that have arrived on ${point.name} are whole and stay there.`,
        );
        throw new vscode.CancellationError();
      }
      const submitted: Outcome[] = [];
      for (const task of ready) {
        report(`condor_submit ${task.file}`);
        submitted.push(await submitOne(services, point, { ...task, append }));
      }
      return submitted;
    },
  );
  await services.jobs.refresh();
  announce(services, point, results);
}

/** One submit file on its way. */
interface Task {
  readonly document: vscode.TextDocument;
  readonly file: string;
  readonly directory: string;
  readonly description: SubmitDescription;
}

interface Outcome {
  readonly file: string;
  readonly result: Exclude<OnceResult, { kind: 'refused' }>;
}

async function submitOne(
  services: Services,
  point: AccessPoint,
  task: Task & { readonly remote: string; readonly append: readonly string[] },
): Promise<Outcome> {
  const { file, remote, append, directory, document } = task;
  const submitFile = document.uri.fsPath;
  const result = await submitOnce(
    point.transport,
    { directory: remote, file, append },
    {
      pending: services.submissions.pending(point.name, submitFile),
      newToken: () => randomBytes(12).toString('hex'),
    },
  );
  if (result.kind === 'refused') return showRefusal(services, task, result.stderr);
  await remember(services, point, { directory, submitFile, clusters: result.clusters });
  if (result.kind === 'submitted' && result.warnings.trim() !== '')
    await showMessages(services, document, result.warnings);
  return { file, result };
}

async function askOverrides(): Promise<readonly string[]> {
  const text = await vscode.window.showInputBox({
    title: 'Overrides for this submission',
    prompt: 'Submit commands that take the place of the file’s; separate them by ";".',
    placeHolder: 'request_memory = 4G; +ProjectName = "x"',
    ignoreFocusOut: true,
    validateInput: (value) => {
      const parsed = parseOverrides(value);
      return parsed.kind === 'bad' ? parsed.message : undefined;
    },
  });
  const parsed = text === undefined ? undefined : parseOverrides(text);
  if (parsed?.kind !== 'lines') throw new vscode.CancellationError();
  return parsed.lines;
}

/** A shim without DMTCP beside it would start, find nothing, and fail on the pool: say so before. */
async function protectionChosen(services: Services, document: vscode.TextDocument): Promise<boolean> {
  const description = await services.language.describe(document);
  if (description.shim === undefined || description.shim.withDmtcp !== undefined) return true;
  const directory = path.dirname(document.uri.fsPath);
  const listed = description.transferInput.some((f) => path.posix.basename(f.path) === fileNames.manifest);
  const check = listed ? await checkPackage(directory) : undefined;
  if (check?.missing.length === 0 && check.changed.length === 0) return true;
  const answer =
    check === undefined
      ? await services.ui.ask(
          'DMTCP is not packaged beside this submit file.',
          'The shim needs DMTCP’s files on the execute host: from the package, or from an installation there that --with-dmtcp names. Without them the job fails as soon as it starts.',
          ['Package Now', 'Submit Anyway'],
        )
      : await services.ui.ask(
          `The package beside this submit file is not ${check.missing.length > 0 ? 'complete' : 'what its manifest says'}.`,
          `Expected all files that ${fileNames.manifest} lists, as it lists them${found(', and did not find', check.missing)}${found('; other contents than listed have', check.changed)}. Package again; nothing is sent before.`,
          ['Package Now'],
        );
  if (answer === 'Package Now') await packageFiles(services, document.uri);
  return answer !== undefined;
}

const found = (what: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `${what} ${names.join(', ')}`;

function refuseErrors(description: SubmitDescription, file: string): void {
  const [first] = description.errors;
  if (first === undefined) return;
  throw new UserError(
    `${file} was not submitted: ${description.errors.length === 1 ? 'it has an error' : `it has ${description.errors.length} errors`} that condor_submit would stop at. Line ${first.range.start.line + 1}: ${first.message}`,
    [{ title: 'Show Problems', command: 'workbench.actions.view.problems' }],
  );
}

interface UploadTask extends Task {
  readonly report: (message: string) => void;
  readonly signal: AbortSignal;
}

/** Makes the access point have the job's files; returns the directory to submit in. */
async function upload(services: Services, point: AccessPoint, task: UploadTask): Promise<string> {
  const { uploadDirectory } = point;
  const { directory, report, signal } = task;
  if (uploadDirectory === undefined) return directory;
  report('waiting for other files of this folder that are being copied');
  return services.submissions.withSync(
    { accessPoint: point.name, directory },
    async (sync) => {
      const files = await jobFiles(directory, task.file, task.description);
      report('comparing files');
      const before = sync.get();
      if (before !== undefined) await protectQueuedJobs(services, point, { directory, files, before });
      const { state, uploaded, bytes } = await uploadSubmitDirectory(point.transport, {
        localDirectory: directory,
        files,
        remoteDirectory: path.posix.join(uploadDirectory, remoteName(directory)),
        ...(before === undefined ? {} : { state: before }),
        progress: (sent, total) => report(`${megabytes(sent)} of ${megabytes(total)} MB`),
        signal,
      });
      await sync.set(state);
      services.ui.log.info(
        `${point.name}: uploaded ${uploaded.length} of ${files.length} files (${megabytes(bytes)} MB) to ${state.remoteDirectory}`,
      );
      return state.remoteDirectory;
    },
    signal,
  );
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
  what: {
    readonly directory: string;
    readonly submitFile: string;
    readonly clusters: readonly SubmittedCluster[];
  },
): Promise<void> {
  for (const cluster of what.clusters) {
    await services.submissions.add({
      accessPoint: point.name,
      ...cluster,
      submitFile: what.submitFile,
      localDirectory: what.directory,
      ended: [],
    });
  }
  services.jobs.expect(
    point.name,
    what.clusters.flatMap(({ cluster, firstProc, lastProc }) =>
      Array.from({ length: lastProc - firstProc + 1 }, (_, i) => ({ cluster, proc: firstProc + i })),
    ),
  );
}

/** Puts condor_submit's messages on their lines; the first of them. */
async function showMessages(
  services: Services,
  document: vscode.TextDocument,
  stderr: string,
): Promise<LocatedMessage | undefined> {
  services.ui.log.info(`condor_submit said:\n${stderr.trim()}`);
  const messages = await services.language.locateSubmitErrors(document, stderr);
  services.submitMessages.set(document.uri, messages.map(diagnostic));
  return messages.find((m) => m.severity === 'error') ?? messages[0];
}

async function showRefusal(services: Services, { document, file }: Task, stderr: string): Promise<never> {
  const first = await showMessages(services, document, stderr);
  const why =
    first === undefined
      ? 'It gave no reason; the log has its output.'
      : sentence(`Line ${first.range.start.line + 1}: ${first.message}`);
  throw new UserError(`condor_submit refused ${file}. ${why} No job was queued.`, [
    { title: 'Show Problems', command: 'workbench.actions.view.problems' },
  ]);
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

function announce(services: Services, point: AccessPoint, outcomes: readonly Outcome[]): void {
  for (const { file, result } of outcomes) {
    if (result.clusters.length === 0)
      services.ui.showWarning(`condor_submit accepted ${file}, which describes no job: nothing was queued.`);
    if (result.kind === 'alreadySubmitted')
      services.ui.showInformation(
        `The submission of ${file} whose answer was lost had queued ${clusterNames(result.clusters)} on ${point.name}. Nothing was queued again; submit once more if you want more jobs.`,
      );
  }
  const clusters = outcomes.flatMap(({ result }) => (result.kind === 'submitted' ? result.clusters : []));
  const [first] = clusters;
  if (first === undefined) return;
  const jobs = clusters.reduce((n, c) => n + c.lastProc - c.firstProc + 1, 0);
  services.ui.showInformation(
    `Submitted ${clusterNames(clusters)} on ${point.name}: ${jobs} ${jobs === 1 ? 'job' : 'jobs'}.`,
    {
      title: 'Watch Logs',
      command: commandIds.tailLogs,
      arguments: [formatJobId({ cluster: first.cluster, proc: first.firstProc })],
    },
  );
}

const clusterNames = (clusters: readonly SubmittedCluster[]): string =>
  `cluster ${clusters.map((c) => c.cluster).join(', ')}`;

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
