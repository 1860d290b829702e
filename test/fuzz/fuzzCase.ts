import assert from 'node:assert/strict';
import { codeLenses } from '../../server/src/features/codeLenses.ts';
import { completionsAt } from '../../server/src/features/completion.ts';
import { describeSubmit } from '../../server/src/features/describeSubmit.ts';
import { documentLinks } from '../../server/src/features/documentLinks.ts';
import type { DocumentSymbol } from '../../server/src/features/documentSymbols.ts';
import { documentSymbols } from '../../server/src/features/documentSymbols.ts';
import { editTransferInput } from '../../server/src/features/editTransferInput.ts';
import { foldingRanges } from '../../server/src/features/foldingRanges.ts';
import { formatEdits } from '../../server/src/features/formatting.ts';
import { hoverAt } from '../../server/src/features/hover.ts';
import { inlayHints } from '../../server/src/features/inlayHints.ts';
import { locateSubmitErrors } from '../../server/src/features/locateSubmitErrors.ts';
import { macroPlaces, renameAt } from '../../server/src/features/macroSymbol.ts';
import { previewJobs } from '../../server/src/features/previewJobs.ts';
import { refactoringsAt } from '../../server/src/features/refactorings.ts';
import { semanticTokens } from '../../server/src/features/semanticTokens.ts';
import { signatureHelpAt } from '../../server/src/features/signatureHelp.ts';
import { unwrapShim } from '../../server/src/features/unwrapShim.ts';
import { workspaceSymbols } from '../../server/src/features/workspaceSymbols.ts';
import { wrapWithShim } from '../../server/src/features/wrapWithShim.ts';
import { checkFile } from '../../server/src/rules/check.ts';
import type { Edit } from '../../server/src/rules/rule.ts';
import type { Dialect, FileContent, Span, SubmitFile, Version } from '../../server/src/submit/index.ts';
import { dialectOf, newestVersion, parse } from '../../server/src/submit/index.ts';
import { applyEdits } from '../server/support/cursor.ts';
import { meaning } from '../server/support/meaning.ts';
import { editText } from './fuzzEdits.ts';
import type { Corpus } from './fuzzText.ts';
import { fuzzText } from './fuzzText.ts';
import type { Random } from './random.ts';
import { randomFrom } from './random.ts';

const versions = [newestVersion, { major: 23, minor: 9, patch: 6 }] as const;
/** Positions of a text at which everything is asked. */
const positions = 6;

export interface FuzzCase {
  readonly text: string;
  /** What the files are that it includes or takes items from. */
  readonly included: string;
}

/** The case of a seed. */
export const caseOf = (seed: number, corpus: Corpus): FuzzCase => {
  const random = randomFrom(seed);
  return { text: fuzzText(random, corpus), included: fuzzText(random, corpus).slice(0, 2000) };
};

/** Tries everything on a case; throws where the language or a feature breaks one of its promises. */
export const runCase = ({ text, included }: FuzzCase, seed: number): void => {
  const random = randomFrom(~seed);
  const version = random.pick(versions);
  const readFile = (path: string): FileContent => {
    if (path.startsWith('/')) return { kind: 'unknown' };
    if (path === 'self.sub') return { kind: 'text', text };
    return random.below(2) === 0 ? { kind: 'missing' } : { kind: 'text', text: included };
  };
  const file = parse(text, { version, readFile });
  const dialect = dialectOf(version);
  const diagnostics = checkFile(file, {
    version,
    readFile,
    fileExists: (path) => path.length % 2 === 0,
    lookAtFile: (path) =>
      path.length % 3 === 0 ? { size: path.length % 5, head: '#!/bin/sh\r\n' } : undefined,
  });
  checkSpans(text, diagnostics, 'diagnostics');
  for (const { code, fixes = [] } of diagnostics.slice(0, 50))
    for (const { edits } of fixes) applied(text, edits, `a fix of ${code}`);
  describeSubmit(file, dialect, diagnostics);
  wholeFile(file, dialect);
  for (let n = 0; n < positions; n++) {
    // More often at an interesting place than inside a long run of the same.
    const anywhere = random.below(text.length + 1);
    const sign = text.indexOf(random.pick(['$', '=', '(', '\n']), anywhere);
    atOffset(file, dialect, sign < 0 || random.below(2) === 0 ? anywhere : sign + 1);
  }
  changes(file, { version, dialect, random });
  editText(text, included, { version, random });
};

const checkSpans = (text: string, spans: readonly Span[], what: string): void => {
  for (const { start, end } of spans)
    assert.ok(
      start >= 0 && start <= end && end <= text.length,
      `${what}: [${start}, ${end}) of ${text.length}`,
    );
};

const applied = (text: string, edits: readonly Edit[], what: string): string => {
  checkSpans(text, edits, what);
  return applyEdits(text, edits);
};

const wholeFile = (file: SubmitFile, dialect: Dialect): void => {
  const { text } = file;
  const tokens = semanticTokens(file);
  checkSpans(text, tokens, 'semantic tokens');
  for (const [index, token] of tokens.entries())
    assert.ok(token.start >= (tokens[index - 1]?.end ?? 0), `semantic tokens overlap at ${token.start}`);
  for (const { from, to } of foldingRanges(file)) assert.ok(from >= 0 && from < to);
  checkSymbols(text, documentSymbols(file), { start: 0, end: text.length });
  workspaceSymbols([{ uri: 'a', file }], 'a');
  checkSpans(
    text,
    documentLinks(file, dialect).map(({ span }) => span),
    'links',
  );
  inlayHints(file, dialect, { start: 0, end: text.length });
  checkSpans(
    text,
    codeLenses(file, dialect).map(({ span }) => span),
    'lenses',
  );
  const { rows, total } = previewJobs(file, dialect, 50);
  assert.ok(rows.length <= 50 && (total === undefined || total >= 0), 'jobs');
};

const checkSymbols = (text: string, symbols: readonly DocumentSymbol[], within: Span): void => {
  for (const { name, span, selection, children } of symbols) {
    assert.notEqual(name, '', 'a symbol without a name');
    assert.ok(span.start >= within.start && span.end <= within.end, `symbol ${name} outside its parent`);
    assert.ok(selection.start >= span.start && selection.end <= span.end, `selection of ${name}`);
    checkSymbols(text, children, span);
  }
};

const atOffset = (file: SubmitFile, dialect: Dialect, offset: number): void => {
  const { text } = file;
  checkSpans(
    text,
    completionsAt(file, offset).map(({ span }) => span),
    'completions',
  );
  const hover = hoverAt(file, dialect, offset);
  if (hover !== undefined) checkSpans(text, [hover.span], 'hover');
  signatureHelpAt(file, offset);
  macroPlaces([{ uri: 'a', file }], offset);
  const places = renameAt([{ uri: 'a', file }], offset, 'a_new.name');
  if ('refused' in places) return;
  const renamed = applied(
    text,
    places.map((place) => ({ ...place, newText: 'a_new.name' })),
    'rename',
  );
  assert.deepEqual(
    parse(renamed).statements.map(({ kind }) => kind),
    parse(text).statements.map(({ kind }) => kind),
    'a rename changes what the statements are',
  );
};

/** What changes the text as a whole must keep what it means. */
const changes = (
  file: SubmitFile,
  {
    version: own,
    dialect,
    random,
  }: { readonly version: Version; readonly dialect: Dialect; readonly random: Random },
): void => {
  const { text } = file;
  const formatted = applied(text, formatEdits(file), 'formatting');
  for (const version of versions)
    assert.deepEqual(
      meaning(parse(formatted, { version })),
      meaning(parse(text, { version })),
      'formatting changes the meaning',
    );
  const again = parse(formatted, { version: own });
  assert.equal(
    applied(formatted, formatEdits(again), 'formatting'),
    formatted,
    'formatting is not done at once',
  );
  for (const edits of [
    wrapWithShim(file, dialect),
    wrapWithShim(file, dialect, { installation: '/usr' }),
    unwrapShim(file, dialect),
    editTransferInput(file, dialect, { add: ['a', 'b c'], remove: ['d'] }),
  ])
    if (!('refused' in edits)) applied(text, edits, 'a change of the job');
  for (const { edits } of refactoringsAt(file, dialect, { start: 0, end: text.length }))
    applied(text, edits, 'a refactoring');
  checkSpans(
    text,
    locateSubmitErrors(file, `ERROR: on Line ${random.below(20)} of a.sub: x\n${text.slice(0, 300)}`).map(
      ({ span }) => span,
    ),
    'messages of condor_submit',
  );
};
