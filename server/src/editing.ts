import type { CancellationToken, Connection } from 'vscode-languageserver/node.js';
import { MarkupKind } from 'vscode-languageserver/node.js';
import { toCompletionItem, toLspDiagnostic, toRange, toSignatureHelp, toTextEdit } from './convert.ts';
import type { Analyses, Analysis } from './documents.ts';
import { fixesAt } from './features/codeActions.ts';
import { completionsAt } from './features/completion.ts';
import { formatEdits } from './features/formatting.ts';
import { hoverAt } from './features/hover.ts';
import { signatureHelpAt } from './features/signatureHelp.ts';

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

/** What LSP needs to know in advance about the handlers of registerEditing. */
export const editingCapabilities = {
  completionProvider: { triggerCharacters: ['=', '(', ' ', '$', '.', '/'] },
  hoverProvider: true,
  signatureHelpProvider: { triggerCharacters: ['(', ','] },
  codeActionProvider: { codeActionKinds: ['quickfix'] },
  documentFormattingProvider: true,
};

/** Answers what the editor asks while somebody writes. */
export const registerEditing = (connection: Connection, analyses: Analyses): void => {
  connection.onCompletion(({ textDocument, position }, token) =>
    answerAbout(analyses, textDocument.uri, token, [], ({ document, file, list }) =>
      completionsAt(file, document.offsetAt(position), list).map((item) => toCompletionItem(document, item)),
    ),
  );
  connection.onHover(({ textDocument, position }, token) =>
    answerAbout(analyses, textDocument.uri, token, null, ({ document, file, dialect }) => {
      const hover = hoverAt(file, dialect, document.offsetAt(position));
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
  connection.onCodeAction(({ textDocument, range }, token) =>
    answerAbout(analyses, textDocument.uri, token, [], ({ document, diagnostics }) => {
      const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
      return fixesAt(diagnostics(), span).map(({ fix, diagnostic, preferred }) => ({
        title: fix.title,
        kind: 'quickfix',
        isPreferred: preferred,
        diagnostics: [toLspDiagnostic(document, diagnostic)],
        edit: { changes: { [document.uri]: fix.edits.map((edit) => toTextEdit(document, edit)) } },
      }));
    }),
  );
  connection.onDocumentFormatting(({ textDocument }, token) =>
    answerAbout(analyses, textDocument.uri, token, [], ({ document, file }) =>
      formatEdits(file).map((edit) => toTextEdit(document, edit)),
    ),
  );
};
