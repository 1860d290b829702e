import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  columnsOf,
  dialectOf,
  jobCountOf,
  newestVersion,
  parse,
  jobRows,
  submissionsOf,
} from '../../../server/src/submit/index.ts';
import { rowsOfFile, unfilledRows } from '../../../server/src/submit/itemRows.ts';

test('rows of a file: trimmed, the last one without line feed too', () => {
  const texts = (text: string): readonly string[] => [...rowsOfFile(text)].map((row) => row.text);
  assert.deepEqual(texts(''), []);
  assert.deepEqual(texts(' a \r\n\nb'), ['a', '', 'b']);
  assert.deepEqual(texts('a\n'), ['a']);
});

test('rows: a list that is continued, and one whose first item stands beside the parenthesis', () => {
  const { statements } = parse('queue x from (a\n b\\\n  c\n# no\n\n)\n');
  const [queue] = statements;
  assert.ok(queue?.kind === 'queue' && queue.items.kind === 'list');
  const { rows } = queue.items;
  assert.deepEqual(
    [...rows].map((row) => row.text),
    ['a', 'bc', ''],
  );
  assert.equal(rows.at(1)?.text, 'bc');
  assert.equal(rows.at(9), undefined);
});

test('rows: of a million in a file only those are made that are asked for', () => {
  const content = { kind: 'text' as const, text: 'item\n'.repeat(1_000_000) };
  const options = { readFile: () => content };
  const file = parse('queue x from [10::100] items\n', options);
  const dialect = dialectOf(newestVersion);
  const [submission] = submissionsOf(file, dialect);
  assert.ok(submission?.queue);
  assert.equal(jobCountOf(submission.queue, dialect), 10_000);
  assert.equal(jobRows(submission, 3).length, 3);
});

const pieces = ['a', 'b/c', 'd.e', ',', ',', ',', ', ', ' ', '\t', '\x1f', '\n', '\n', '#', 'é'];

test('rows: those with empty columns are found as by looking at each column', () => {
  const property = fc.property(
    fc.array(fc.constantFrom(...pieces), { maxLength: 30 }),
    fc.integer({ min: 1, max: 4 }),
    (parts, columns) => {
      const rows = rowsOfFile(parts.join(''));
      const isUnfilled = ({ text }: { readonly text: string }): boolean =>
        columnsOf(text, columns).filter((column) => column !== '').length < columns;
      assert.deepEqual([...unfilledRows(rows, columns)], [...rows].filter(isUnfilled));
    },
  );
  fc.assert(property, { numRuns: 2000 });
});
