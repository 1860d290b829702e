import type {
  CancellationToken,
  CodeAction,
  CompletionItem,
  CompletionList,
  Connection,
} from 'vscode-languageserver/node.js';
import { MarkupKind } from 'vscode-languageserver/node.js';
import {
  toCompletionItems,
  toLspDiagnostic,
  toRange,
  toSignatureHelp,
  toTextEdit,
  toWorkspaceEdit,
} from './convert.ts';
import type { Analyses, Analysis } from './documents.ts';
import { fixesAt } from './features/codeActions.ts';
import { completionsAt } from './features/completion.ts';
import { shortened } from './features/completionList.ts';
import { fixAll } from './features/fixAll.ts';
import { formatEdits } from './features/formatting.ts';
import { hoverAt } from './features/hover.ts';
import { refactoringsAt } from './features/refactorings.ts';
import { signatureHelpAt } from './features/signatureHelp.ts';
import type { Span } from './submit/index.ts';

/** The answer about an open document; `none` when it is not open or nobody waits for the answer any more. */
export const answerAbout = <T>(
  analyses: Analyses,
  uri: string,
  token: CancellationToken,
  none: T,
  answer: (analysis: Analysis) => T,
): T => {
  const analysis = token.isCancellationRequested ? undefined : analyses.of(uri);
  return analysis === undefined ? none : answer(analysis);
};

/** The kind of the action that applies every certain fix, for `editor.codeActionsOnSave` too. */
const fixAllKind = 'source.fixAll.htcondor';
const refactorKind = 'refactor.rewrite.shimDmtcp';

/** What LSP needs to know in advance about the handlers of registerEditing. */
export const editingCapabilities = {
  completionProvider: { triggerCharacters: ['=', '(', ' ', '$', '.', '/'] },
  hoverProvider: true,
  signatureHelpProvider: { triggerCharacters: ['(', ','] },
  codeActionProvider: { codeActionKinds: ['quickfix', refactorKind, fixAllKind] },
  documentFormattingProvider: true,
};

/** Answers what the editor asks while somebody writes. */
export const registerEditing = (connection: Connection, analyses: Analyses): void => {
  connection.onCompletion(({ textDocument, position }, token) =>
    answerAbout<CompletionItem[] | CompletionList>(analyses, textDocument.uri, token, [], (analysis) => {
      const { document, file, list } = analysis;
      const offset = document.offsetAt(position);
      const { isIncomplete, items } = shortened(completionsAt(file, offset, list), file.text, offset);
      return { isIncomplete, items: toCompletionItems(document, items) };
    }),
  );
  connection.onHover(({ textDocument, position }, token) =>
    answerAbout(analyses, textDocument.uri, token, null, ({ document, file, dialect }) => {
      const lineOf = (offset: number): number => document.positionAt(offset).line + 1;
      const hover = hoverAt(file, dialect, document.offsetAt(position), lineOf);
      if (hover === undefined) return null;
      const { contents: value, span } = hover;
      return { contents: { kind: MarkupKind.Markdown, value }, range: toRange(document, span) };
    }),
  );
  connection.onSignatureHelp(({ textDocument, position }, token) =>
    answerAbout(analyses, textDocument.uri, token, null, ({ document, file }) => {
      const help = signatureHelpAt(file, document.offsetAt(position));
      return help === undefined ? null : toSignatureHelp(help);
    }),
  );
  connection.onCodeAction(({ textDocument, range, context: { only } }, token) =>
    answerAbout(analyses, textDocument.uri, token, Promise.resolve([]), async (analysis) => {
      const { document } = analysis;
      const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
      const actions = [...fixActions(analysis, span), ...refactorActions(analysis, span)];
      if (only === undefined) return actions;
      // This one checks the whole text again, several times: never at each move of the cursor.
      if (isAmong(fixAllKind, only)) actions.push(...(await fixAllActions(analysis, token)));
      return actions.filter(({ kind }) => isAmong(kind, only));
    }),
  );
  connection.onDocumentFormatting(({ textDocument }, token) =>
    answerAbout(analyses, textDocument.uri, token, [], ({ document, file }) =>
      formatEdits(file).map((edit) => toTextEdit(document, edit)),
    ),
  );
};

/** Whether one of the wanted kinds is this one or a more general one. */
const isAmong = (kind: string, wanted: readonly string[]): boolean =>
  wanted.some((general) => kind === general || kind.startsWith(`${general}.`));

type ActionOfKind = CodeAction & { readonly kind: string };

const fixActions = ({ document, diagnostics }: Analysis, span: Span): readonly ActionOfKind[] =>
  fixesAt(diagnostics(), span).map(({ fix, diagnostic, preferred }) => ({
    title: fix.title,
    kind: 'quickfix',
    isPreferred: preferred,
    diagnostics: [toLspDiagnostic(document, diagnostic)],
    edit: toWorkspaceEdit(document, fix.edits),
  }));

const refactorActions = ({ document, file, dialect }: Analysis, span: Span): readonly ActionOfKind[] =>
  refactoringsAt(file, dialect, span).map(({ title, edits, disabled }) => ({
    title,
    kind: refactorKind,
    ...(disabled === undefined
      ? { edit: toWorkspaceEdit(document, edits) }
      : { disabled: { reason: disabled } }),
  }));

const fixAllActions = async (
  { document, check }: Analysis,
  token: CancellationToken,
): Promise<readonly ActionOfKind[]> => {
  const isWanted = async (): Promise<boolean> => {
    // The editor's cancellation can only arrive between two turns.
    await new Promise((resolve) => setImmediate(resolve));
    return !token.isCancellationRequested;
  };
  const edit = await fixAll(document.getText(), { check, isWanted });
  if (edit === undefined) return [];
  const changes = { [document.uri]: [toTextEdit(document, edit)] };
  return [{ title: 'Fix everything that is certain', kind: fixAllKind, edit: { changes } }];
};
