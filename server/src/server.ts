import type { ClientCapabilities, Connection } from 'vscode-languageserver/node.js';
import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node.js';
import { boundedDiagnostics } from './boundedDiagnostics.ts';
import { registerClientRequests } from './clientRequests.ts';
import { toLspDiagnostic } from './convert.ts';
import { DocumentEdits } from './documentEdits.ts';
import { Analyses, pathOf } from './documents.ts';
import { editingCapabilities, registerEditing } from './editing.ts';
import { navigationCapabilities, registerNavigation } from './navigation.ts';
import type { ServerSettings } from './protocol.ts';
import { notifications } from './protocol.ts';
import { Publisher } from './publisher.ts';
import { decodeSettings, defaultSettings, effectiveVersion } from './settings.ts';
import type { Version } from './submit/index.ts';
import { parseVersion } from './submit/index.ts';

/** Milliseconds without a change of other files after which everything is checked again. */
const quietTime = 50;
/** Diagnostics sent for one document at most; the editor is no use for more. */
const diagnosticLimit = 1000;

/** Wires the features to a connection. Returns when the connection listens. */
export const serve = (connection: Connection): void => {
  const edits = new DocumentEdits();
  const documents = new TextDocuments(edits);
  let settings: ServerSettings = defaultSettings;
  let accessPoint: Version | undefined;
  let roots: readonly string[] = [];
  let capabilities: ClientCapabilities = {};
  const analyses = new Analyses(
    documents,
    () => effectiveVersion(settings, accessPoint),
    () => roots,
    () => settings.rules,
    (document) => edits.take(document),
  );

  const publisher = new Publisher((uri) => {
    const analysis = analyses.of(uri);
    if (analysis === undefined) return;
    const { document } = analysis;
    const diagnostics = boundedDiagnostics(analysis.diagnostics(), diagnosticLimit).map((diagnostic) =>
      toLspDiagnostic(document, diagnostic),
    );
    void connection.sendDiagnostics({ uri, version: document.version, diagnostics });
    // Nobody waits for this one.
    setImmediate(() => analysis.file.trace?.source.settle());
  });
  const refreshAll = (delay = 0): void => {
    analyses.forget();
    for (const document of documents.all()) publisher.schedule(document.uri, delay);
    // What the editor asked for before can be different now; it asks again.
    const { workspace } = capabilities;
    if (workspace?.inlayHint?.refreshSupport === true) void connection.languages.inlayHint.refresh();
    if (workspace?.codeLens?.refreshSupport === true)
      void connection.sendRequest(CodeLensRefreshRequest.type);
  };
  const readSettings = async (): Promise<void> => {
    if (capabilities.workspace?.configuration === true)
      settings = decodeSettings(await connection.workspace.getConfiguration('dmtcpCondor'));
    refreshAll();
  };

  connection.onInitialize((params) => {
    ({ capabilities } = params);
    roots = (params.workspaceFolders ?? []).flatMap((folder) => pathOf(folder.uri) ?? []);
    return {
      serverInfo: { name: 'condor-submit' },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        ...editingCapabilities,
        ...navigationCapabilities,
      },
    };
  });
  connection.onInitialized(() => {
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true)
      void connection.client.register(DidChangeConfigurationNotification.type);
    // Any file can be an executable, an input or an include.
    const watchers = [{ globPattern: '**/*' }];
    if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true)
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    void readSettings();
  });
  connection.onDidChangeConfiguration(() => {
    void readSettings();
  });
  // Files often change by the hundred, when a repository is updated for example.
  connection.onDidChangeWatchedFiles(({ changes }) => {
    // Logs of running jobs change all the time: only files that come, go or were read matter.
    const matters = changes.some(
      ({ type, uri }) => type !== FileChangeType.Changed || analyses.depend(pathOf(uri) ?? ''),
    );
    if (matters) refreshAll(quietTime);
  });
  connection.onNotification(notifications.accessPointVersion, (params: { readonly version?: unknown }) => {
    accessPoint = typeof params.version === 'string' ? parseVersion(params.version) : undefined;
    refreshAll();
  });

  // Opening counts as a change.
  documents.onDidChangeContent(({ document: { uri } }) => {
    publisher.schedule(uri);
    // Others that include it read it from the editor.
    if (analyses.depend(pathOf(uri) ?? '')) refreshAll(quietTime);
  });
  documents.onDidSave(() => refreshAll());
  documents.onDidClose(({ document: { uri } }) => {
    publisher.forget(uri);
    analyses.forget(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  registerEditing(connection, analyses);
  registerNavigation(connection, {
    analyses,
    roots: () => roots,
    showsInlayHints: () => settings.inlayHints,
  });
  registerClientRequests(connection, analyses);

  documents.listen(connection);
  connection.listen();
};
