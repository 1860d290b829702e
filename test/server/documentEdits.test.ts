import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DocumentEdits } from '../../server/src/documentEdits.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '\r\n'), maxLength: 40 });
const position = fc.record({ line: fc.nat(8), character: fc.nat(8) });
const edits = fc.array(fc.record({ from: position, to: position, text }), { minLength: 1, maxLength: 4 });

test('document edits: one stretch holds all of them', () => {
  let known = 0;
  fc.assert(
    fc.property(text, fc.array(edits, { minLength: 1, maxLength: 3 }), (first, versions) => {
      const documents = new DocumentEdits();
      const document = documents.create('file:///a.sub', 'htcondor', 1, first);
      versions.forEach((all, index) => {
        const changes = all.map(({ from, to, text }) => ({ range: { start: from, end: to }, text }));
        documents.update(document, changes, index + 2);
      });
      const change = documents.take(document);
      // Lines beyond the end can put the document's own offsets in disorder.
      if (change === undefined) return;
      known++;
      const now = document.getText();
      assert.ok(change.start <= change.oldEnd && change.start <= change.newEnd);
      assert.equal(now.slice(0, change.start), first.slice(0, change.start));
      assert.equal(now.slice(change.newEnd), first.slice(change.oldEnd));
      if (change.newText !== undefined) assert.equal(change.newText, now.slice(change.start, change.newEnd));
      assert.equal(document.version, versions.length + 1);
    }),
  );
  assert.ok(known > 50, `${known}`);
});

test('document edits: begin anew when they were taken, and are not known when a whole text comes', () => {
  const documents = new DocumentEdits();
  const document = documents.create('file:///a.sub', 'htcondor', 1, 'a = 1\nb = 2\n');
  const insert = (line: number, text: string): void => {
    const place = { line, character: 0 };
    documents.update(document, [{ range: { start: place, end: place }, text }], document.version + 1);
  };
  assert.equal(documents.take(document), undefined);
  insert(0, 'x');
  assert.deepEqual(documents.take(document), { start: 0, oldEnd: 0, newEnd: 1, newText: 'x' });
  insert(1, 'yy');
  assert.deepEqual(documents.take(document), { start: 7, oldEnd: 7, newEnd: 9, newText: 'yy' });
  insert(0, 'x');
  documents.update(document, [{ text: 'c = 3\n' }], 9);
  insert(0, 'z');
  assert.equal(documents.take(document), undefined);
  assert.equal(document.getText(), 'zc = 3\n');
});
