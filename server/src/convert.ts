import { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CodeLens as LspCodeLens,
  CompletionItem,
  Diagnostic as LspDiagnostic,
  DocumentSymbol as LspSymbol,
  FoldingRange as LspFoldingRange,
  InlayHint as LspInlayHint,
  Location,
  Position,
  Range,
  SemanticTokens,
  SignatureHelp as LspSignatureHelp,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node.js';
import {
  CompletionItemKind,
  CompletionItemTag,
  DiagnosticSeverity,
  DiagnosticTag,
  MarkupKind,
  SemanticTokensBuilder,
  SymbolKind,
} from 'vscode-languageserver/node.js';
import type { CodeLens } from './features/codeLenses.ts';
import type { Completion } from './features/completion.ts';
import type { DocumentSymbol } from './features/documentSymbols.ts';
import type { FoldingRange } from './features/foldingRanges.ts';
import type { InlayHint } from './features/inlayHints.ts';
import type { MacroPlace, SharedFile } from './features/macroSymbol.ts';
import type { SemanticToken } from './features/semanticTokens.ts';
import { tokenTypes } from './features/semanticTokens.ts';
import type { SignatureHelp } from './features/signatureHelp.ts';
import type { WorkspaceSymbol } from './features/workspaceSymbols.ts';
import { diagnosticSource, languageId } from './protocol.ts';
import type { Diagnostic, Edit, Severity } from './rules/rule.ts';
import type { Span } from './submit/index.ts';

/** Offsets to LSP positions: the only place that knows both. */
export const toRange = (document: TextDocument, span: Span): Range => ({
  start: document.positionAt(span.start),
  end: document.positionAt(span.end),
});

/**
 * Where an offset is that is not within a line end. A document's own positionAt reads the text to see that, which takes
 * long just after an edit, see Source.
 */
const positionOf = (document: TextDocument, offset: number): Position => {
  const lineStart = (line: number): number => document.offsetAt({ line, character: 0 });
  let line = 0;
  for (let above = document.lineCount; above - line > 1;) {
    const middle = (line + above) >> 1;
    if (lineStart(middle) <= offset) line = middle;
    else above = middle;
  }
  return { line, character: offset - lineStart(line) };
};

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
    range: { start: positionOf(document, diagnostic.start), end: positionOf(document, diagnostic.end) },
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

export const toWorkspaceEdit = (document: TextDocument, edits: readonly Edit[]): WorkspaceEdit => ({
  changes: { [document.uri]: edits.map((edit) => toTextEdit(document, edit)) },
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

/** Most items of one answer take the place of the same text: it is looked for once. */
export const toCompletionItems = (
  document: TextDocument,
  completions: readonly Completion[],
): CompletionItem[] => {
  const ranges = new Map<Span, Range>();
  return completions.map((completion) => {
    const { span } = completion;
    const range = ranges.get(span) ?? toRange(document, span);
    ranges.set(span, range);
    return toCompletionItem(completion, range);
  });
};

const toCompletionItem = (completion: Completion, range: Range): CompletionItem => {
  const { label, kind, detail, documentation, deprecated, newText, rank } = completion;
  return {
    label,
    kind: kinds[kind],
    detail,
    sortText: `${rank}${label.toLowerCase()}`,
    filterText: label,
    textEdit: { range, newText },
    ...(documentation === undefined
      ? {}
      : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    ...(deprecated === true ? { tags: [CompletionItemTag.Deprecated] } : {}),
  };
};

const symbolKinds: Readonly<Record<DocumentSymbol['kind'], SymbolKind>> = {
  command: SymbolKind.Property,
  macro: SymbolKind.Variable,
  attribute: SymbolKind.Field,
  queue: SymbolKind.Event,
  branch: SymbolKind.Namespace,
  include: SymbolKind.File,
};

export const toLspSymbol = (document: TextDocument, symbol: DocumentSymbol): LspSymbol => ({
  name: symbol.name,
  detail: symbol.detail,
  kind: symbolKinds[symbol.kind],
  range: toRange(document, symbol.span),
  selectionRange: toRange(document, symbol.selection),
  children: symbol.children.map((child) => toLspSymbol(document, child)),
});

/** A symbol of a file that need not be open. */
export const toWorkspaceSymbol = ({ symbol, uri, file }: WorkspaceSymbol): SymbolInformation => ({
  name: symbol.name,
  kind: symbolKinds[symbol.kind],
  location: { uri, range: toRange(documentOf({ uri, file }), symbol.selection) },
});

/** Positions in a file that need not be open. */
const documentOf = ({ uri, file }: SharedFile): TextDocument =>
  TextDocument.create(uri, languageId, 0, file.text);

/** The places of a macro as locations; each of their files is measured once. */
export const toLocations = (
  files: readonly SharedFile[],
  places: readonly MacroPlace[],
): readonly Location[] =>
  files.flatMap((shared) => {
    const document = documentOf(shared);
    return places
      .filter(({ uri }) => uri === shared.uri)
      .map((place) => ({ uri: shared.uri, range: toRange(document, place) }));
  });

export const toFolding = ({ from, to, kind }: FoldingRange): LspFoldingRange => ({
  startLine: from,
  endLine: to,
  ...(kind === undefined ? {} : { kind }),
});

export const toSignatureHelp = (help: SignatureHelp): LspSignatureHelp => ({
  activeSignature: help.activeSignature,
  activeParameter: help.activeParameter,
  signatures: help.signatures.map(({ label, documentation, parameters }) => ({
    label,
    parameters: parameters.map((parameter) => ({ label: [parameter[0], parameter[1]] as [number, number] })),
    ...(documentation === undefined ? {} : { documentation }),
  })),
});

/** LSP's form: five integers for each token, places relative to the token before. */
export const toSemanticTokens = (
  document: TextDocument,
  tokens: readonly SemanticToken[],
): SemanticTokens => {
  const builder = new SemanticTokensBuilder();
  for (const { start, end, type } of tokens) {
    const { line, character } = document.positionAt(start);
    builder.push(line, character, end - start, tokenTypes.indexOf(type), 0);
  }
  return builder.build();
};

/** A lens without a command only shows its title. */
export const toCodeLens = (document: TextDocument, { span, title, command }: CodeLens): LspCodeLens => ({
  range: toRange(document, span),
  command: { title, command: `dmtcpCondor.${command}`, arguments: [document.uri] },
});

export const toInlayHint = (document: TextDocument, { offset, label, tooltip }: InlayHint): LspInlayHint => ({
  position: document.positionAt(offset),
  label,
  ...(tooltip === undefined ? {} : { tooltip }),
});
