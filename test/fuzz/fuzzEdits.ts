import assert from 'node:assert/strict';
import { DocumentEdits } from '../../server/src/documentEdits.ts';
import { Analyses } from '../../server/src/documents.ts';
import { documentSymbols } from '../../server/src/features/documentSymbols.ts';
import { hoverAt } from '../../server/src/features/hover.ts';
import { semanticTokens } from '../../server/src/features/semanticTokens.ts';
import type { Version } from '../../server/src/submit/index.ts';
import { dialectOf, parse } from '../../server/src/submit/index.ts';
import type { Random } from './random.ts';

/** Edits in a row: the later ones are of a text that was followed. */
const edits = 4;
const longest = 12;
const uri = 'untitled:a.sub';

/** Edits a text as a person does, by words of another one: what is then known is the same as of a text just opened. */
export const editText = (
  text: string,
  words: string,
  { version, random }: { readonly version: Version; readonly random: Random },
): void => {
  const dialect = dialectOf(version);
  const documentEdits = new DocumentEdits();
  const document = documentEdits.create(uri, 'htcondor', 1, text);
  const documents = { get: () => document, all: () => [document] };
  const analyses = new Analyses(
    documents,
    () => version,
    () => [],
    () => undefined,
    (edited) => documentEdits.take(edited),
  );
  const analysis = () => analyses.of(uri) ?? assert.fail('an open document has no analysis');
  analysis().diagnostics();
  for (let n = 0; n < edits; n++) {
    const from = random.below(document.getText().length + 1);
    const range = {
      start: document.positionAt(from),
      end: document.positionAt(from + random.below(2) * random.below(longest)),
    };
    const at = random.below(words.length + 1);
    const typed = words.slice(at, at + random.below(longest));
    documentEdits.update(document, [{ range, text: typed }], n + 2);
    const { file, check, diagnostics } = analysis();
    // Before anything reads the whole text.
    const found = diagnostics();
    const fresh = parse(document.getText(), { version });
    assert.deepEqual(found, check(fresh.text), 'an edit: the diagnostics');
    assert.deepEqual(semanticTokens(file), semanticTokens(fresh), 'an edit: the semantic tokens');
    assert.deepEqual(documentSymbols(file), documentSymbols(fresh), 'an edit: the symbols');
    assert.deepEqual(hoverAt(file, dialect, from), hoverAt(fresh, dialect, from), 'an edit: the hover');
    if (random.below(2) === 0) file.trace?.source.settle();
  }
};
