/** Builds the objects, registers the commands, and nothing else. */
import * as vscode from 'vscode';
import { AccessPoints } from './commands/accessPoints.ts';
import { whyIdle } from './commands/analyzeJob.ts';
import { editAndReleaseJob } from './commands/editReleaseJob.ts';
import { openJobFile, openSubmitFile } from './commands/jobFiles.ts';
import { copyJobId, openTerminal } from './commands/jobTerminal.ts';
import type { Called } from './commands/pickJob.ts';
import { registerRemoteFiles } from './views/remoteFiles.ts';
import { EndedJobs } from './commands/endedJobs.ts';
import { fetchJobOutputs } from './commands/fetchOutputs.ts';
import { checkpointJobs, runJobAction } from './commands/jobActions.ts';
import { addRequirement } from './commands/addRequirement.ts';
import { packageFiles } from './commands/packageFiles.ts';
import { previewJobs } from './commands/previewJobs.ts';
import type { Services } from './commands/services.ts';
import { submitJob } from './commands/submitJob.ts';
import { restoreLogPanes, tailLogs } from './commands/tailLogs.ts';
import { unpackageFiles } from './commands/unpackageFiles.ts';
import { condorVersion } from './condor/version.ts';
import { KeptSecrets } from './keptSecrets.ts';
import { startLanguageClient } from './languageClient.ts';
import { Followers } from './logs/followers.ts';
import { commandIds } from './names.ts';
import { Submissions } from './submissions.ts';
import { createUi } from './ui.ts';
import { createConnectionStatus } from './views/connectionStatus.ts';
import { JobsView } from './views/jobsView.ts';

export function activate(context: vscode.ExtensionContext): void {
  const ui = createUi();
  const language = startLanguageClient(context);
  const secrets = new KeptSecrets(context.secrets, context.globalState);
  const accessPoints = new AccessPoints(ui, context.workspaceState, secrets);
  const submissions = new Submissions(context.workspaceState);
  const ended = new EndedJobs(ui, submissions);
  const followers = new Followers();
  const jobs = new JobsView({
    ui,
    accessPoints,
    submissions,
    followers,
    onEnded: (point, ids) => ended.verdicts(point, ids),
    onConnected: async (point) => language.accessPointVersion(await condorVersion(point.transport)),
  });
  const submitMessages = vscode.languages.createDiagnosticCollection('condor_submit');
  const services: Services = {
    ui,
    language,
    accessPoints,
    submissions,
    followers,
    jobs,
    ended,
    submitMessages,
    asset: (relative) => context.asAbsolutePath(relative),
  };
  context.subscriptions.push(
    ui,
    language,
    accessPoints,
    jobs,
    createConnectionStatus(accessPoints),
    // What went stale while the connection was gone is looked at as soon as it is back.
    accessPoints.onDidChangeConnection((name) => {
      if (name === accessPoints.currentName() && accessPoints.stateOf(name).kind === 'connected')
        void jobs.refresh();
    }),
    submitMessages,
    registerRemoteFiles(accessPoints),
    restoreLogPanes(services),
    // condor_submit spoke of the text as it was: what is edited since is the language server's matter.
    vscode.workspace.onDidChangeTextDocument((event) => submitMessages.delete(event.document.uri)),
  );

  const register = (id: string, run: (target?: unknown, selected?: unknown) => Promise<unknown>): void => {
    const guarded = async (target?: unknown, selected?: unknown): Promise<void> => {
      try {
        await accessPoints.attended(() => run(target, selected));
      } catch (error) {
        if (!(error instanceof vscode.CancellationError)) void ui.showError(error);
      }
    };
    context.subscriptions.push(vscode.commands.registerCommand(id, guarded));
  };
  register(commandIds.packageFiles, (target) => packageFiles(services, target));
  register(commandIds.choosePackage, (target) => packageFiles(services, target, { chooses: true }));
  register(commandIds.unpackageFiles, (target) => unpackageFiles(services, target));
  register(commandIds.addRequirement, (target, clause) => addRequirement(services, target, clause));
  register(commandIds.submitJob, (target, selection) => submitJob(services, { target, selection }));
  register(commandIds.submitWithOverrides, (target, selection) =>
    submitJob(services, { target, selection, asksOverrides: true }),
  );
  register(commandIds.previewJobs, (target) => previewJobs(services, target));
  /** Commands about jobs: called on a row of the view, or on all that are selected. */
  const registerForJobs = (id: string, run: (services: Services, called: Called) => Promise<unknown>): void =>
    register(id, (target, selected) => run(services, { target, selected }));
  registerForJobs(commandIds.tailLogs, tailLogs);
  registerForJobs(commandIds.vacateJob, (s, called) => runJobAction(s, 'vacate', called));
  registerForJobs(commandIds.vacateJobFast, (s, called) => runJobAction(s, 'vacateFast', called));
  registerForJobs(commandIds.holdJob, (s, called) => runJobAction(s, 'hold', called));
  registerForJobs(commandIds.releaseJob, (s, called) => runJobAction(s, 'release', called));
  registerForJobs(commandIds.removeJob, (s, called) => runJobAction(s, 'remove', called));
  registerForJobs(commandIds.checkpointJob, checkpointJobs);
  registerForJobs(commandIds.editJob, editAndReleaseJob);
  registerForJobs(commandIds.openTerminal, openTerminal);
  registerForJobs(commandIds.openSubmitFile, openSubmitFile);
  registerForJobs(commandIds.openJobFile, openJobFile);
  registerForJobs(commandIds.whyIdle, whyIdle);
  registerForJobs(commandIds.copyJobId, copyJobId);
  registerForJobs(commandIds.fetchOutputs, fetchJobOutputs);
  register(commandIds.showHistory, () => jobs.showHistory());
  register(commandIds.showAllJobs, () => jobs.showAll(true));
  register(commandIds.showMyJobs, () => jobs.showAll(false));
  register(commandIds.chooseAccessPoint, () => accessPoints.choose());
  register(commandIds.manageConnection, () => accessPoints.manage());
  register(commandIds.forgetSecrets, async () => {
    const count = await secrets.forgetAll();
    ui.showInformation(
      `Forgot ${count} stored ${count === 1 ? 'password or passphrase' : 'passwords and passphrases'}.`,
    );
  });
  register(commandIds.refreshJobs, () => jobs.look());
  register(commandIds.showLog, () => {
    ui.log.show();
    return Promise.resolve();
  });

  jobs.start();
}
