import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Analyses } from '../../server/src/documents.ts';
import { newestVersion } from '../../server/src/submit/index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'documents-'));
after(() => rmSync(folder, { recursive: true }));

const analysesOf = (...documents: readonly TextDocument[]): Analyses =>
  new Analyses(
    { get: (uri) => documents.find((document) => document.uri === uri), all: () => [...documents] },
    () => newestVersion,
    () => [folder],
    () => ({}),
  );

const document = (name: string, text: string): TextDocument =>
  TextDocument.create(pathToFileURL(path.join(folder, name)).href, 'htcondor', 1, text);

test('analyses: depend on the files that were read, and on no others', () => {
  writeFileSync(path.join(folder, 'a.inc'), 'x = 1\n');
  const opened = document('job.sub', 'include : a.inc\nlog = job.log\nqueue\n');
  const analyses = analysesOf(opened);
  analyses.of(opened.uri);
  assert.ok(analyses.depend(path.join(folder, 'a.inc')));
  assert.ok(!analyses.depend(path.join(folder, 'job.log')));
  assert.ok(!analyses.depend(''));
});

test('analyses: an open document is read from the editor', () => {
  writeFileSync(path.join(folder, 'b.inc'), 'x = disk\n');
  const included = document('b.inc', 'x = editor\n');
  const opened = document('job.sub', 'include : b.inc\nqueue\n');
  const analyses = analysesOf(opened, included);
  assert.equal(analyses.of(opened.uri)?.file.definitions.get('x')?.stored, 'editor');
  assert.equal(analyses.of(opened.uri)?.uriOf('b.inc'), included.uri);
  assert.equal(analyses.of('file:///nowhere.sub'), undefined);
});
