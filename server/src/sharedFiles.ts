import type { Analysis } from './documents.ts';
import type { SharedFile } from './features/macroSymbol.ts';
import type { SubmitFile } from './submit/index.ts';

/**
 * The files that share their macros with an open document, itself first: what it includes, and those of the others that
 * include it, with all that they include. Where `concerns` holds for one of these, those that share it count as well:
 * a macro of an included file belongs to all who include it. Each file once.
 */
export const sharedFiles = (
  of: Analysis,
  others: readonly Analysis[],
  concerns: (file: SubmitFile) => boolean = () => false,
): readonly SharedFile[] => {
  const families = [of, ...others].map(familyOf);
  const found = new Map<string, SharedFile>([[of.document.uri, { uri: of.document.uri, file: of.file }]]);
  const links = new Set([of.document.uri]);
  for (let isGrowing = true; isGrowing;) {
    isGrowing = false;
    for (const family of families) {
      if (!family.some(({ uri }) => links.has(uri))) continue;
      for (const shared of family) {
        if (found.has(shared.uri) && (links.has(shared.uri) || !concerns(shared.file))) continue;
        isGrowing = true;
        found.set(shared.uri, found.get(shared.uri) ?? shared);
        if (concerns(shared.file)) links.add(shared.uri);
      }
    }
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
