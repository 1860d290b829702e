import type { SubmitFile } from '../submit/index.ts';
import type { DocumentSymbol } from './documentSymbols.ts';
import { documentSymbols } from './documentSymbols.ts';
import { hasLetters } from './hasLetters.ts';

const symbolLimit = 500;

export interface WorkspaceSymbol {
  readonly symbol: DocumentSymbol;
  readonly uri: string;
  readonly file: SubmitFile;
}

/** The macros, attributes and queue statements of some files whose names have the letters of `query` in that order. */
export const workspaceSymbols = (
  files: Iterable<{ readonly uri: string; readonly file: SubmitFile }>,
  query: string,
): readonly WorkspaceSymbol[] => {
  const found: WorkspaceSymbol[] = [];
  const visit = (symbols: readonly DocumentSymbol[], uri: string, file: SubmitFile): void => {
    for (const symbol of symbols) {
      // Every submit file has an executable and a log: commands would only hide what is looked for.
      const isWanted = symbol.kind !== 'command' && symbol.kind !== 'branch';
      if (isWanted && hasLetters(symbol.name, query)) found.push({ symbol, uri, file });
      visit(symbol.children, uri, file);
    }
  };
  for (const { uri, file } of files) {
    visit(documentSymbols(file), uri, file);
    if (found.length >= symbolLimit) break;
  }
  return found.slice(0, symbolLimit);
};
