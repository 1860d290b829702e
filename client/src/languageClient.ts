import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  languageId,
  nodeOptions,
  notifications,
  requests,
  type JobsPreview,
  type LocatedMessage,
  type SubmitDescription,
  type TextEdit,
} from '../../server/src/protocol.ts';

/** The language server, as the commands need it. */
export interface SubmitLanguage {
  /** What a submit file describes, unsaved changes included. */
  describe(document: vscode.TextDocument): Promise<SubmitDescription>;
  /** Edits that list `add` in transfer_input_files and take `remove` out; empty when there is nothing to do. */
  editTransferInput(
    document: vscode.TextDocument,
    change: { readonly add: readonly string[]; readonly remove: readonly string[] },
  ): Promise<readonly TextEdit[]>;
  /** Edits that make requirements hold an expression, too; empty when nothing has to change. */
  addRequirement(document: vscode.TextDocument, clause: string): Promise<readonly TextEdit[]>;
  /** condor_submit's messages with the lines that they belong to. */
  locateSubmitErrors(document: vscode.TextDocument, stderr: string): Promise<readonly LocatedMessage[]>;
  /** The first jobs of a submit file, at most `limit`. */
  previewJobs(document: vscode.TextDocument, limit: number): Promise<JobsPreview>;
  /** Tells the server which HTCondor the access point runs. */
  accessPointVersion(version: string): void;
  dispose(): void;
}

/** Starts the language server in a process of its own. Requests wait until it is ready. */
export function startLanguageClient(context: vscode.ExtensionContext): SubmitLanguage {
  const module = context.asAbsolutePath('dist/server.js');
  const started = start(module);
  const ask = async <T>(method: string, params: object): Promise<T> =>
    (await started).sendRequest<T>(method, params);
  return {
    describe: (document) => ask(requests.describeSubmit, { uri: document.uri.toString() }),
    editTransferInput: (document, change) =>
      ask(requests.editTransferInput, { uri: document.uri.toString(), ...change }),
    addRequirement: (document, clause) =>
      ask(requests.addRequirement, { uri: document.uri.toString(), clause }),
    locateSubmitErrors: (document, stderr) =>
      ask(requests.locateSubmitErrors, { uri: document.uri.toString(), stderr }),
    previewJobs: (document, limit) => ask(requests.previewJobs, { uri: document.uri.toString(), limit }),
    accessPointVersion: (version) => {
      void started.then((client) => client.sendNotification(notifications.accessPointVersion, { version }));
    },
    dispose: () => {
      void started.then((client) => client.stop());
    },
  };
}

/** The client's library is half of all code: it is loaded when everything else stands. */
async function start(module: string): Promise<LanguageClient> {
  const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
  // Electron sets the number of its threads itself.
  const execArgv = process.versions['electron'] === undefined ? [...nodeOptions] : [];
  const client = new LanguageClient(
    'dmtcpCondor',
    'HTCondor Submit Language',
    {
      run: { module, transport: TransportKind.ipc, options: { execArgv } },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
    },
    { documentSelector: [{ language: languageId }] },
  );
  await client.start();
  return client;
}
