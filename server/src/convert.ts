import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CompletionItem,
  Diagnostic as LspDiagnostic,
  Range,
  TextEdit,
} from 'vscode-languageserver/node.js';
import {
  CompletionItemKind,
  CompletionItemTag,
  DiagnosticSeverity,
  DiagnosticTag,
  MarkupKind,
} from 'vscode-languageserver/node.js';
import type { Completion } from './features/completion.ts';
import { diagnosticSource } from './protocol.ts';
import type { Diagnostic, Edit, Severity } from './rules/rule.ts';
import type { Span } from './submit/index.ts';

/** Offsets to LSP positions: the only place that knows both. */
export const toRange = (document: TextDocument, span: Span): Range => ({
  start: document.positionAt(span.start),
  end: document.positionAt(span.end),
});

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export const toLspDiagnostic = (document: TextDocument, diagnostic: Diagnostic): LspDiagnostic => {
  const { code, message, severity, tag } = diagnostic;
  const tags =
    tag === undefined ? [] : [tag === 'unused' ? DiagnosticTag.Unnecessary : DiagnosticTag.Deprecated];
  return {
    range: toRange(document, diagnostic),
    severity: severities[severity],
    code,
    source: diagnosticSource,
    message,
    tags,
  };
};

export const toTextEdit = (document: TextDocument, edit: Edit): TextEdit => ({
  range: toRange(document, edit),
  newText: edit.newText,
});

const kinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  command: CompletionItemKind.Property,
  keyword: CompletionItemKind.Keyword,
  value: CompletionItemKind.EnumMember,
  macro: CompletionItemKind.Constant,
  variable: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  attribute: CompletionItemKind.Field,
  file: CompletionItemKind.File,
};

export const toCompletionItem = (document: TextDocument, completion: Completion): CompletionItem => {
  const { label, kind, detail, documentation, deprecated, newText, span, rank } = completion;
  return {
    label,
    kind: kinds[kind],
    detail,
    sortText: `${rank}${label.toLowerCase()}`,
    filterText: label,
    textEdit: { range: toRange(document, span), newText },
    ...(documentation === undefined
      ? {}
      : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    ...(deprecated === true ? { tags: [CompletionItemTag.Deprecated] } : {}),
  };
};
