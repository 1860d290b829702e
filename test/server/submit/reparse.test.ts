import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Statement, SubmitFile } from '../../../server/src/submit/index.ts';
import type { Change } from '../../../server/src/submit/change.ts';
import { changeBetween } from '../../../server/src/submit/change.ts';
import { newestVersion, parse, reparse } from '../../../server/src/submit/index.ts';
import { editedTexts } from '../support/edits.ts';

const versions = [newestVersion, { major: 23, minor: 9, patch: 6 }] as const;

/** All that a statement tells, but the table at a queue statement. */
const plain = (statement: Statement): unknown => {
  if (statement.kind === 'queue') {
    const { items, ...rest } = statement;
    const all = items.kind === 'list' ? { ...items, rows: [...items.rows] } : items;
    return { ...rest, items: all, definitions: undefined };
  }
  if (
    statement.kind === 'if' ||
    statement.kind === 'elif' ||
    statement.kind === 'else' ||
    statement.kind === 'endif'
  ) {
    const { kind, start, end, active, taken, keyword, condition } = statement;
    return { kind, start, end, active, taken, keyword, condition };
  }
  if (statement.kind !== 'assignment') return statement;
  const { start, end, active, name, style, stored, hasMacros, key, operator, value } = statement;
  const { references, isGlued } = statement;
  const { hasFunction, hasStrayDollar } = references;
  const names = references.names.map(({ text }, index) => [text, references.isRequired(index)]);
  const refersTo = { names, hasFunction, hasStrayDollar };
  return { start, end, active, name, style, stored, hasMacros, isGlued, refersTo, key, operator, value };
};

const byName = (table: SubmitFile['definitions'] | undefined): unknown =>
  table === undefined
    ? undefined
    : [...table.values()]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, start }) => `${name} ${start}`);

const contentOf = ({ text, statements, problems, definitions, implicitQueue, trace }: SubmitFile): unknown =>
  JSON.parse(
    JSON.stringify({
      text,
      statements: statements.map(plain),
      problems: [...problems].sort((a, b) => a.start - b.start || (a.kind < b.kind ? -1 : 1)),
      definitions: byName(definitions),
      tables: statements.map((statement) =>
        statement.kind === 'queue' ? byName(statement.definitions) : undefined,
      ),
      implicitQueue,
      canBeReparsed: trace !== undefined,
    }),
  );

/** The change between two texts as an editor may tell it, which exchanges some of what stays the same, too. */
const toldChange = (before: string, after: string, more: number): Change => {
  const { start, oldEnd, newEnd } = changeBetween(before, after);
  const behind = Math.min(more, before.length - oldEnd);
  const change = { start: Math.max(0, start - more), oldEnd: oldEnd + behind, newEnd: newEnd + behind };
  return more % 2 === 0 ? change : { ...change, newText: after.slice(change.start, change.newEnd) };
};

test('reparse: after any edits the same as a parse, whether it is told where the edit is or not', () => {
  let reparsed = 0;
  const wider = fc.option(fc.nat(20), { nil: undefined });
  fc.assert(
    fc.property(editedTexts, fc.constantFrom(...versions), wider, ([first, ...edited], version, more) => {
      let file = parse(first, { version });
      for (const text of edited) {
        const told = more === undefined ? undefined : toldChange(file.text, text, more);
        const again = reparse(file, text, version, told);
        const fresh = parse(text, { version });
        if (again !== undefined) {
          reparsed++;
          assert.deepEqual(contentOf(again.file), contentOf(fresh));
          if (more === 0) again.file.trace?.source.settle();
          assert.deepEqual(contentOf(again.file), contentOf(fresh));
        }
        file = again?.file ?? fresh;
      }
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) },
  );
  assert.ok(reparsed > 50, `${reparsed}`);
});

test('reparse: says what has changed', () => {
  const file = parse('a = 1\nb = $(a)\na = 2\nqueue\n');
  const [, , last] = file.statements;
  const again =
    reparse(file, 'a = 1\nb = $(a)\n\nqueue\n', newestVersion) ?? assert.fail('all is to be parsed');
  assert.deepEqual(again.removed, [last]);
  assert.deepEqual(
    again.removed.map(({ value }) => value.text),
    ['2'],
  );
  assert.equal(again.written, '\n');
  assert.deepEqual(again.added, []);
  assert.deepEqual([...again.changed.keys()], ['a']);
  assert.equal(again.file.definitions.get('a')?.stored, '1');
});

test('reparse: leaves to parse what reaches further', () => {
  for (const [before, after] of [
    ['a = 1\nif defined a\nb = 2\nendif\n', 'c = 1\nif defined a\nb = 2\nendif\n'],
    ['a = 1\na = $(a) 2\n', 'a = 3\na = $(a) 2\n'],
    ['a = 1\nqueue\n', 'a = 1\nqueue 2\n'],
    ['a = 1\nb = 2\n', 'a @=1\nb = 2\n'],
  ] as const)
    assert.equal(reparse(parse(before), after, newestVersion), undefined, after);
});
