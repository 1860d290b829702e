import type { Analysis } from './documents.ts';
import type { SharedFile } from './features/macroSymbol.ts';
import type { SubmitFile } from './submit/index.ts';

/**
 * The files that share their macros with an open document, itself first: what it includes, and those of the others that
 * include it, with all that they include. Each file once.
 */
export const sharedFiles = (of: Analysis, others: readonly Analysis[]): readonly SharedFile[] => {
  const found = new Map<string, SharedFile>([[of.document.uri, { uri: of.document.uri, file: of.file }]]);
  for (const analysis of [of, ...others]) {
    const group = familyOf(analysis);
    if (!group.some(({ uri }) => uri === of.document.uri)) continue;
    for (const shared of group) if (!found.has(shared.uri)) found.set(shared.uri, shared);
  }
  return [...found.values()];
};

/** A document and what it includes, directly or not. Names are relative to the submit file's directory at any depth. */
const familyOf = ({ document, file, uriOf }: Analysis): readonly SharedFile[] => {
  const family: SharedFile[] = [{ uri: document.uri, file }];
  const visit = (visited: SubmitFile): void => {
    for (const statement of visited.statements) {
      if (statement.kind !== 'include' || statement.file === undefined || statement.path === undefined)
        continue;
      const uri = uriOf(statement.path);
      if (uri !== undefined) family.push({ uri, file: statement.file });
      visit(statement.file);
    }
  };
  visit(file);
  return family;
};
