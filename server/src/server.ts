import type { CancellationToken, Connection } from 'vscode-languageserver/node.js';
import { MarkupKind, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver/node.js';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { toCompletionItem, toLspDiagnostic, toRange, toTextEdit } from './convert.ts';
import { Analyses, pathOf } from './documents.ts';
import { fixesAt } from './features/codeActions.ts';
import { completionsAt } from './features/completion.ts';
import { describeSubmit, toProtocol } from './features/describeSubmit.ts';
import { editTransferInput } from './features/editTransferInput.ts';
import { hoverAt } from './features/hover.ts';
import { locateSubmitErrors } from './features/locateSubmitErrors.ts';
import type {
  DocumentParams,
  EditTransferInputParams,
  LocatedMessage,
  LocateSubmitErrorsParams,
  ServerSettings,
  SubmitDescription,
  TextEdit,
} from './protocol.ts';
import { notifications, requests } from './protocol.ts';
import { decodeSettings, defaultSettings, effectiveVersion } from './settings.ts';
import type { Version } from './submit/index.ts';
import { parseVersion } from './submit/index.ts';

/** Milliseconds without a change after which diagnostics are sent. */
const quietTime = 50;
/** Diagnostics sent for one document at most; the editor is no use for more. */
const diagnosticLimit = 1000;

/** Wires the features to a connection. Returns when the connection listens. */
export const serve = (connection: Connection): void => {
  const documents = new TextDocuments(TextDocument);
  let settings: ServerSettings = defaultSettings;
  let accessPoint: Version | undefined;
  let roots: readonly string[] = [];
  let pullsConfiguration = false;
  const timers = new Map<string, NodeJS.Timeout>();
  const analyses = new Analyses(
    documents,
    () => effectiveVersion(settings, accessPoint),
    () => roots,
  );

  const publish = (uri: string): void => {
    timers.delete(uri);
    const analysis = analyses.of(uri);
    if (analysis === undefined) return;
    const { document } = analysis;
    const diagnostics = analysis
      .diagnostics()
      .slice(0, diagnosticLimit)
      .map((diagnostic) => toLspDiagnostic(document, diagnostic));
    void connection.sendDiagnostics({ uri, version: document.version, diagnostics });
  };
  const schedule = (uri: string, delay: number): void => {
    clearTimeout(timers.get(uri));
    timers.set(uri, setTimeout(publish, delay, uri));
  };
  const refreshAll = (): void => {
    analyses.forget();
    for (const document of documents.all()) schedule(document.uri, 0);
  };
  const readSettings = async (): Promise<void> => {
    if (pullsConfiguration)
      settings = decodeSettings(await connection.workspace.getConfiguration('dmtcpCondor'));
    refreshAll();
  };

  connection.onInitialize((params) => {
    pullsConfiguration = params.capabilities.workspace?.configuration === true;
    roots = (params.workspaceFolders ?? []).flatMap((folder) => pathOf(folder.uri) ?? []);
    return {
      serverInfo: { name: 'condor-submit' },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        completionProvider: { triggerCharacters: ['=', '(', ' '] },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: ['quickfix'] },
      },
    };
  });
  connection.onInitialized(() => {
    void readSettings();
  });
  connection.onDidChangeConfiguration(() => {
    void readSettings();
  });
  connection.onDidChangeWatchedFiles(refreshAll);
  connection.onNotification(notifications.accessPointVersion, (params: { readonly version?: unknown }) => {
    accessPoint = typeof params.version === 'string' ? parseVersion(params.version) : undefined;
    refreshAll();
  });

  documents.onDidOpen(({ document }) => schedule(document.uri, 0));
  documents.onDidChangeContent(({ document }) => schedule(document.uri, quietTime));
  documents.onDidSave(refreshAll);
  documents.onDidClose(({ document: { uri } }) => {
    clearTimeout(timers.get(uri));
    timers.delete(uri);
    analyses.forget(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  connection.onCompletion(({ textDocument, position }, token: CancellationToken) => {
    const analysis = analyses.of(textDocument.uri);
    if (analysis === undefined || token.isCancellationRequested) return [];
    const { document, file } = analysis;
    return completionsAt(file, document.offsetAt(position)).map((item) => toCompletionItem(document, item));
  });
  connection.onHover(({ textDocument, position }) => {
    const analysis = analyses.of(textDocument.uri);
    if (analysis === undefined) return null;
    const { document, file, dialect } = analysis;
    const hover = hoverAt(file, dialect, document.offsetAt(position));
    if (hover === undefined) return null;
    return {
      contents: { kind: MarkupKind.Markdown, value: hover.contents },
      range: toRange(document, hover.span),
    };
  });
  connection.onCodeAction(({ textDocument, range }) => {
    const analysis = analyses.of(textDocument.uri);
    if (analysis === undefined) return [];
    const { document } = analysis;
    const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    return fixesAt(analysis.diagnostics(), span).map(({ fix, diagnostic, preferred }) => ({
      title: fix.title,
      kind: 'quickfix',
      isPreferred: preferred,
      diagnostics: [toLspDiagnostic(document, diagnostic)],
      edit: { changes: { [document.uri]: fix.edits.map((edit) => toTextEdit(document, edit)) } },
    }));
  });

  connection.onRequest(requests.describeSubmit, ({ uri }: DocumentParams): SubmitDescription => {
    const analysis = analyses.of(uri);
    if (analysis === undefined) return { errors: [], transferInput: [], included: [] };
    // Its files may have changed outside the editor since the last edit.
    analyses.forget(uri);
    const { document, file, dialect, diagnostics } = analyses.of(uri) ?? analysis;
    return toProtocol(describeSubmit(file, dialect, diagnostics()), (span) => toRange(document, span));
  });
  connection.onRequest(requests.editTransferInput, (params: EditTransferInputParams): readonly TextEdit[] => {
    const analysis = analyses.of(params.uri);
    if (analysis === undefined) return [];
    const { document, file, dialect } = analysis;
    return editTransferInput(file, dialect, params).map((edit) => toTextEdit(document, edit));
  });
  connection.onRequest(
    requests.locateSubmitErrors,
    ({ uri, stderr }: LocateSubmitErrorsParams): readonly LocatedMessage[] => {
      const analysis = analyses.of(uri);
      if (analysis === undefined) return [];
      const { document, file } = analysis;
      return locateSubmitErrors(file, stderr).map(({ severity, message, span }) => ({
        severity,
        message,
        range: toRange(document, span),
      }));
    },
  );

  documents.listen(connection);
  connection.listen();
};
