import { pathToFileURL } from 'node:url';
import type {
  CancellationToken,
  Connection,
  Position,
  Range,
  WorkspaceEdit,
} from 'vscode-languageserver/node.js';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node.js';
import {
  toCodeLens,
  toFolding,
  toInlayHint,
  toLocations,
  toLspSymbol,
  toRange,
  toSemanticTokens,
  toWorkspaceSymbol,
} from './convert.ts';
import { submitFilesBelow } from './directory.ts';
import type { Analyses, Analysis } from './documents.ts';
import { pathOf } from './documents.ts';
import { answerAbout } from './editing.ts';
import { codeLenses } from './features/codeLenses.ts';
import { documentLinks } from './features/documentLinks.ts';
import { documentSymbols } from './features/documentSymbols.ts';
import { foldingRanges } from './features/foldingRanges.ts';
import { inlayHints } from './features/inlayHints.ts';
import { macroOccurrenceAt } from './features/macroOccurrences.ts';
import type { SharedFile } from './features/macroSymbol.ts';
import { definitionsAt, hasMacro, macroPlaces, renameableAt, renameAt } from './features/macroSymbol.ts';
import { semanticTokens, tokenTypes } from './features/semanticTokens.ts';
import { workspaceSymbols } from './features/workspaceSymbols.ts';
import { sharedFiles } from './sharedFiles.ts';
import type { SubmitFile } from './submit/index.ts';
import { parse } from './submit/index.ts';

/** What the handlers of this file need of the shell. */
export interface NavigationContext {
  readonly analyses: Analyses;
  readonly roots: () => readonly string[];
  readonly showsInlayHints: () => boolean;
}

/** What LSP needs to know in advance about the handlers of registerNavigation. */
export const navigationCapabilities = {
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  documentLinkProvider: {},
  semanticTokensProvider: {
    legend: { tokenTypes: [...tokenTypes], tokenModifiers: [] },
    full: true,
    range: true,
  },
  inlayHintProvider: true,
  codeLensProvider: {},
};

/** Answers what the editor asks to show a file and to find things. */
export const registerNavigation = (connection: Connection, context: NavigationContext): void => {
  registerMacros(connection, context);
  registerSymbols(connection, context);
  registerDecorations(connection, context);
};

const registerMacros = (connection: Connection, { analyses, roots }: NavigationContext): void => {
  /** The files that a macro can be in, whose name is at a position. */
  const shared = async (
    analysis: Analysis,
    position: Position,
    token: CancellationToken,
  ): Promise<readonly SharedFile[]> => {
    const closed = await closedIncluders(analyses, roots(), token);
    // Documents may have changed meanwhile.
    const current = analyses.of(analysis.document.uri) ?? analysis;
    const name = macroOccurrenceAt(current.file, current.document.offsetAt(position))?.name;
    return sharedFiles(current, [...analyses.all(), ...closed], (file) => hasMacro(file, name));
  };
  connection.onDefinition(({ textDocument, position }, token) =>
    answerAbout(analyses, textDocument.uri, token, Promise.resolve([]), async (analysis) => {
      const offset = analysis.document.offsetAt(position);
      const open = sharedFiles(analysis, analyses.all());
      const files = definitionsAt(open, offset).length > 0 ? open : await shared(analysis, position, token);
      return [...toLocations(files, definitionsAt(files, offset))];
    }),
  );
  connection.onReferences(({ textDocument, position, context }, token) =>
    answerAbout(analyses, textDocument.uri, token, Promise.resolve([]), async (analysis) => {
      const files = await shared(analysis, position, token);
      const places = macroPlaces(files, analysis.document.offsetAt(position));
      const wanted = places.filter(({ role }) => context.includeDeclaration || role === 'reference');
      return [...toLocations(files, wanted)];
    }),
  );
  connection.onPrepareRename(({ textDocument, position }, token) =>
    answerAbout<Promise<Range | null>>(
      analyses,
      textDocument.uri,
      token,
      Promise.resolve(null),
      async (analysis) => {
        const { document } = analysis;
        const files = await shared(analysis, position, token);
        return toRange(document, accepted(renameableAt(files, document.offsetAt(position))));
      },
    ),
  );
  connection.onRenameRequest(({ textDocument, position, newName }, token) =>
    answerAbout<Promise<WorkspaceEdit | null>>(
      analyses,
      textDocument.uri,
      token,
      Promise.resolve(null),
      async (analysis) => {
        const files = await shared(analysis, position, token);
        const places = accepted(renameAt(files, analysis.document.offsetAt(position), newName));
        const edits = toLocations(files, places).map(
          ({ uri, range }) => [uri, { range, newText: newName }] as const,
        );
        const uris = [...new Set(edits.map(([uri]) => uri))];
        const of = (wanted: string) => edits.filter(([uri]) => uri === wanted).map(([, edit]) => edit);
        return { changes: Object.fromEntries(uris.map((uri) => [uri, of(uri)])) };
      },
    ),
  );
};

/** The submit files of the workspace that are not open and include others. */
const closedIncluders = async (
  analyses: Analyses,
  roots: readonly string[],
  token: CancellationToken,
): Promise<readonly Analysis[]> => {
  const open = new Set(analyses.all().map(({ document }) => pathOf(document.uri)));
  const found: Analysis[] = [];
  for await (const { file, text } of submitFilesBelow(roots)) {
    if (token.isCancellationRequested) break;
    if (!open.has(file) && /^\s*@?include\b/im.test(text))
      found.push(analyses.ofClosed(pathToFileURL(file).href, text));
  }
  return found;
};

/** The editor shows the message of a refused rename. */
const accepted = <T extends object>(result: T | { readonly refused: string }): T => {
  if ('refused' in result) throw new ResponseError(LSPErrorCodes.RequestFailed, result.refused);
  return result;
};

const registerSymbols = (connection: Connection, { analyses, roots }: NavigationContext): void => {
  connection.onDocumentSymbol(({ textDocument }, token) =>
    answerAbout(analyses, textDocument.uri, token, [], ({ document, file }) =>
      documentSymbols(file).map((symbol) => toLspSymbol(document, symbol)),
    ),
  );
  connection.onWorkspaceSymbol(async ({ query }, token) => {
    const files = await workspaceFiles(analyses, roots(), token);
    return token.isCancellationRequested ? [] : workspaceSymbols(files, query).map(toWorkspaceSymbol);
  });
};

/** The open documents, and the submit files of the workspace that are not open. */
const workspaceFiles = async (
  analyses: Analyses,
  roots: readonly string[],
  token: CancellationToken,
): Promise<readonly SharedFile[]> => {
  const open = new Set(analyses.all().map(({ document }) => document.uri));
  const files = new Map<string, SubmitFile>();
  for await (const { file, text } of submitFilesBelow(roots)) {
    if (token.isCancellationRequested) break;
    const uri = pathToFileURL(file).href;
    if (!open.has(uri)) files.set(uri, parse(text));
  }
  for (const { document, file } of analyses.all()) files.set(document.uri, file);
  return [...files].map(([uri, file]) => ({ uri, file }));
};

const registerDecorations = (connection: Connection, context: NavigationContext): void => {
  const { analyses, showsInlayHints } = context;
  connection.onFoldingRanges(({ textDocument }, token) =>
    answerAbout(analyses, textDocument.uri, token, [], ({ file }) => foldingRanges(file).map(toFolding)),
  );
  connection.onDocumentLinks(({ textDocument }, token) =>
    answerAbout(analyses, textDocument.uri, token, [], ({ document, file, dialect, files, uriOf }) =>
      documentLinks(file, dialect)
        .filter(({ path }) => files.fileExists(path) === true)
        .flatMap(({ span, path }) => {
          const target = uriOf(path);
          return target === undefined ? [] : [{ range: toRange(document, span), target }];
        }),
    ),
  );
  connection.languages.semanticTokens.on(({ textDocument }, token) =>
    answerAbout(analyses, textDocument.uri, token, { data: [] }, ({ document, file }) =>
      toSemanticTokens(document, semanticTokens(file)),
    ),
  );
  connection.languages.semanticTokens.onRange(({ textDocument, range }, token) =>
    answerAbout(analyses, textDocument.uri, token, { data: [] }, ({ document, file }) => {
      const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
      return toSemanticTokens(document, semanticTokens(file, span));
    }),
  );
  connection.languages.inlayHint.on(({ textDocument, range }, token) =>
    answerAbout(analyses, textDocument.uri, token, [], ({ document, file, dialect }) => {
      if (!showsInlayHints()) return [];
      const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
      return inlayHints(file, dialect, span).map((hint) => toInlayHint(document, hint));
    }),
  );
  connection.onCodeLens(({ textDocument }, token) =>
    answerAbout(analyses, textDocument.uri, token, [], ({ document, file, dialect }) =>
      codeLenses(file, dialect).map((lens) => toCodeLens(document, lens)),
    ),
  );
};
