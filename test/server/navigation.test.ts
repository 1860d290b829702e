import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type {
  CodeLens,
  CompletionList,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  InlayHint,
  Location,
  Range,
  SemanticTokens,
  SignatureHelp,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node.js';
import { opened, startServer } from './support/startServer.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'server '));
after(() => rmSync(folder, { recursive: true }));
const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;

const main = `include : parts/common.inc
executable = run.sh
arguments=$(shared) $INT(
# one
# two
queue 3
`;
const uri = uriOf('main.sub');
mkdirSync(path.join(folder, 'parts'));
writeFileSync(path.join(folder, 'parts/common.inc'), '# top\nshared = 1\n');
writeFileSync(path.join(folder, 'run.sh'), '#!/bin/sh\n');
writeFileSync(path.join(folder, 'other.sub'), 'elsewhere = 1\nqueue\n');

const start = async (settings = {}) => {
  const server = await startServer({ settings, folders: [pathToFileURL(folder).href] });
  const next = server.diagnostics();
  await server.client.sendNotification('textDocument/didOpen', opened(uri, main));
  await next;
  const ask = <T>(method: string, more: object = {}): Promise<T> =>
    server.client.sendRequest<T>(`textDocument/${method}`, { textDocument: { uri }, ...more });
  const at = (line: number, character: number) => ({ position: { line, character } });
  return { ...server, ask, at };
};

const place = ({ uri: of, range }: Location): string =>
  `${path.basename(of)} ${range.start.line}:${range.start.character}-${range.end.character}`;

test('navigation: macros across an included file', async () => {
  const { ask, at, stop } = await start();
  const definitions = await ask<Location[]>('definition', at(2, 14));
  assert.deepEqual(definitions.map(place), ['common.inc 1:0-6']);
  const references = await ask<Location[]>('references', {
    ...at(2, 14),
    context: { includeDeclaration: true },
  });
  assert.deepEqual(references.map(place), ['main.sub 2:12-18', 'common.inc 1:0-6']);
  const range = await ask<Range>('prepareRename', at(2, 14));
  assert.deepEqual([range.start.character, range.end.character], [12, 18]);
  const edit = await ask<WorkspaceEdit>('rename', { ...at(2, 14), newName: 'common' });
  assert.deepEqual(
    Object.entries(edit.changes ?? {}).map(([of, edits]) => [path.basename(of), edits.map((e) => e.newText)]),
    [
      ['main.sub', ['common']],
      ['common.inc', ['common']],
    ],
  );
  await assert.rejects(ask('rename', { ...at(2, 14), newName: 'a b' }), /found 'a b'/);
  await assert.rejects(ask('prepareRename', at(1, 3)), /command of HTCondor/);
  stop();
});

test('navigation: a macro of a file that others include, open or not', async () => {
  const shared = uriOf('parts/shared.sub');
  const text = 'deep = 1\n';
  writeFileSync(path.join(folder, 'parts/shared.sub'), text);
  writeFileSync(
    path.join(folder, 'user.sub'),
    'include : parts/shared.sub\narguments = $(deep) $(far)\nfar = 2\nqueue\n',
  );
  const { client, diagnostics, at, stop } = await start();
  const next = diagnostics();
  await client.sendNotification('textDocument/didOpen', opened(shared, text));
  await next;
  const where = { textDocument: { uri: shared }, ...at(0, 2) };
  const references = await client.sendRequest<Location[]>('textDocument/references', {
    ...where,
    context: { includeDeclaration: true },
  });
  assert.deepEqual(references.map(place), ['shared.sub 0:0-4', 'user.sub 1:14-18']);
  const edit = await client.sendRequest<WorkspaceEdit>('textDocument/rename', {
    ...where,
    newName: 'deeper',
  });
  assert.deepEqual(
    Object.keys(edit.changes ?? {}).map((of) => path.basename(of)),
    ['shared.sub', 'user.sub'],
  );
  await assert.rejects(
    client.sendRequest('textDocument/rename', { ...where, newName: 'far' }),
    /'far' is in use already/,
  );
  rmSync(path.join(folder, 'user.sub'));
  rmSync(path.join(folder, 'parts/shared.sub'));
  stop();
});

test('navigation: symbols, links, folding, tokens, lenses, hints', async () => {
  const { ask, client, stop } = await start({ inlayHints: true });
  const symbols = await ask<DocumentSymbol[]>('documentSymbol');
  assert.deepEqual(
    symbols.map(({ name }) => name),
    ['include parts/common.inc', 'executable', 'arguments', 'queue 3'],
  );
  const found = await client.sendRequest<SymbolInformation[]>('workspace/symbol', { query: 'elsew' });
  assert.deepEqual(
    found.map(({ location }) => place(location)),
    ['other.sub 0:0-9'],
  );
  const links = await ask<DocumentLink[]>('documentLink');
  assert.deepEqual(
    links.map(({ target }) => path.basename(target ?? '')),
    ['common.inc', 'run.sh'],
  );
  const folding = await ask<FoldingRange[]>('foldingRange');
  assert.deepEqual(folding, [{ startLine: 3, endLine: 4, kind: 'comment' }]);
  const tokens = await ask<SemanticTokens>('semanticTokens/full');
  assert.equal(tokens.data.length % 5, 0);
  assert.deepEqual(tokens.data.slice(0, 10), [0, 0, 7, 0, 0, 1, 0, 10, 1, 0]);
  const lenses = await ask<CodeLens[]>('codeLens');
  assert.deepEqual(
    lenses.map(({ command }) => [command?.title, command?.command, command?.arguments]),
    [
      ['3 jobs', 'dmtcpCondor.previewJobs', [uri]],
      ['Package', 'dmtcpCondor.packageFiles', [uri]],
      ['Submit', 'dmtcpCondor.submitJob', [uri]],
    ],
  );
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  const hints = await ask<InlayHint[]>('inlayHint', { range });
  assert.deepEqual(
    hints.map(({ label, position }) => [label, position.line]),
    [[' = 1 $INT(', 2]],
  );
  stop();
});

test('editing: formatting, signatures, files of the workspace; no hints unless wanted', async () => {
  const { ask, at, stop } = await start();
  const edits = await ask<TextEdit[]>('formatting', { options: { tabSize: 2, insertSpaces: true } });
  assert.deepEqual(
    edits.map(({ newText, range }) => [newText, range.start.line]),
    [
      ['  ', 2],
      [' ', 2],
    ],
  );
  const help = await ask<SignatureHelp>('signatureHelp', at(2, 25));
  assert.equal(help.signatures[0]?.label, '$INT(name[,format])');
  const { items } = await ask<CompletionList>('completion', at(1, 13));
  assert.deepEqual(items.map(({ label }) => label).sort(), ['other.sub', 'parts/', 'run.sh']);
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  assert.deepEqual(await ask<InlayHint[]>('inlayHint', { range }), []);
  stop();
});

test('watched files: a changed include counts', async () => {
  const { client, diagnostics, codes, stop } = await start();
  const next = diagnostics();
  writeFileSync(path.join(folder, 'parts/common.inc'), 'shared\n');
  const changes = [{ uri: uriOf('parts/common.inc'), type: 2 }];
  await client.sendNotification('workspace/didChangeWatchedFiles', { changes });
  assert.ok((await codes(next)).includes('include-has-errors 0:10'));
  stop();
});
