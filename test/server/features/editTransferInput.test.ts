import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { editTransferInput } from '../../../server/src/features/editTransferInput.ts';
import { dialectOf, newestVersion, parse } from '../../../server/src/submit/index.ts';

const dialect = dialectOf(newestVersion);

const edited = (text: string, add: readonly string[], remove: readonly string[] = []): string => {
  const edits = [...editTransferInput(parse(text), dialect, { add, remove })].sort(
    (a, b) => b.start - a.start,
  );
  return edits.reduce((t, edit) => t.slice(0, edit.start) + edit.newText + t.slice(edit.end), text);
};

const cases: readonly {
  readonly title: string;
  readonly text: string;
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  readonly expected: string;
}[] = [
  {
    title: 'after the names that are there',
    text: 'executable = a\ntransfer_input_files = x, y\nqueue\n',
    add: ['y', 'z'],
    expected: 'executable = a\ntransfer_input_files = x, y, z\nqueue\n',
  },
  {
    title: 'nothing to do',
    text: 'executable = a\nTransferInputFiles=x,y\nqueue\n',
    add: ['x'],
    remove: ['z'],
    expected: 'executable = a\nTransferInputFiles=x,y\nqueue\n',
  },
  {
    title: 'an empty list',
    text: 'executable = a\ntransfer_input_files =\nqueue\n',
    add: ['x', 'y'],
    expected: 'executable = a\ntransfer_input_files = x, y\nqueue\n',
  },
  {
    title: 'a continued list',
    text: 'transfer_input_files = x, \\\n    y\nqueue\n',
    add: ['z', 'w'],
    expected: 'transfer_input_files = x, \\\n    y, \\\n    z, \\\n    w\nqueue\n',
  },
  {
    title: 'a list that ends with a comma',
    text: 'transfer_input_files = x,\nqueue\n',
    add: ['z'],
    expected: 'transfer_input_files = x, z\nqueue\n',
  },
  {
    title: 'names out of the list',
    text: 'transfer_input_files = x, old, y, $(more)\nqueue\n',
    add: ['z'],
    remove: ['old', 'x'],
    expected: 'transfer_input_files = y, $(more), z\nqueue\n',
  },
  {
    title: 'macros count as what they are worth',
    text: 'n = x\ntransfer_input_files = $(n), y\nqueue\n',
    add: ['x', 'z'],
    expected: 'n = x\ntransfer_input_files = $(n), y, z\nqueue\n',
  },
  {
    title: 'the assignment in effect',
    text: 'transfer_input_files = x\ntransfer_input_files = y\nqueue\n',
    add: ['z'],
    expected: 'transfer_input_files = x\ntransfer_input_files = y, z\nqueue\n',
  },
  {
    title: 'a new line after should_transfer_files',
    text: 'executable = a\nshould_transfer_files = YES\nlog = l\nqueue\n',
    add: ['x'],
    expected: 'executable = a\nshould_transfer_files = YES\ntransfer_input_files = x\nlog = l\nqueue\n',
  },
  {
    title: 'a new line after executable',
    text: 'executable = a\r\nqueue\r\n',
    add: ['x'],
    expected: 'executable = a\r\ntransfer_input_files = x\r\nqueue\r\n',
  },
  {
    title: 'a new line before queue, outside of an if',
    text: 'if true\nexecutable = a\nendif\nif true\n  queue\n',
    add: ['x'],
    expected: 'if true\nexecutable = a\nendif\ntransfer_input_files = x\nif true\n  queue\n',
  },
  { title: 'an empty file', text: '', add: ['x'], expected: 'transfer_input_files = x\n' },
  {
    title: 'a file without final line feed',
    text: 'executable = a',
    add: ['x'],
    expected: 'executable = a\ntransfer_input_files = x\n',
  },
];

for (const { title, text, add = [], remove = [], expected } of cases) {
  test(`transfer_input_files: ${title}`, () => {
    assert.equal(edited(text, add, remove), expected);
    assert.equal(edited(expected, add, remove), expected, 'a second edit changes nothing');
  });
}

test('transfer_input_files: a long list is continued and reads the same', () => {
  const names = Array.from({ length: 12 }, (_, index) => `library-number-${index}.so`);
  const text = edited('executable = a\nqueue\n', names);
  const value = parse(text).definitions.get('transfer_input_files')?.stored;
  assert.deepEqual(
    value?.split(',').map((name) => name.trim()),
    names,
  );
  assert.ok(text.split('\n').every((line) => line.length <= 100));
});

test('transfer_input_files: all other statements keep their meaning', () => {
  const line = fc.constantFrom(
    'executable = a\n',
    'should_transfer_files = YES\n',
    'transfer_input_files = a, b\n',
    'transfer_input_files = a, \\\n b\n',
    'if defined x\n',
    'else\n',
    'endif\n',
    'x = 1\n',
    '# comment\n',
    'queue\n',
    'y @=t\nqueue\n@t\n',
  );
  const meaning = (text: string): unknown =>
    parse(text, { version: { major: 23, minor: 9, patch: 6 } })
      .statements.filter(
        (statement) => statement.kind !== 'assignment' || statement.name !== 'transfer_input_files',
      )
      .map((statement) => [
        statement.kind,
        statement.active,
        statement.kind === 'assignment' ? statement.stored : '',
      ]);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
      const text = lines.join('');
      const once = edited(text, ['new']);
      assert.deepEqual(meaning(once), meaning(text));
      assert.equal(edited(once, ['new']), once);
    }),
    { numRuns: 500 },
  );
});
