import assert from 'node:assert/strict';
import { test } from 'node:test';
import { previewJobs } from '../../../server/src/features/previewJobs.ts';
import { dialectOf, newestVersion, parse } from '../../../server/src/submit/index.ts';

const preview = (text: string, limit = 10, version = newestVersion) =>
  previewJobs(parse(text, { version }), dialectOf(version), limit);

test('preview: one job for each process', () => {
  assert.deepEqual(
    preview('executable = a\narguments = -n $(Process)\noutput = o.$(Cluster).$(Process)\nqueue 2\n'),
    {
      rows: [
        { executable: 'a', arguments: '-n 0', output: 'o.$(Cluster).0', collisions: [] },
        { executable: 'a', arguments: '-n 1', output: 'o.$(Cluster).1', collisions: [] },
      ],
      total: 2,
    },
  );
});

test('preview: items, columns and steps', () => {
  const { rows, total } = preview(
    'arguments = $(x) $(y) $(Step) $(ItemIndex) $(ProcId)\nqueue 2 x, y from (\na 1\nb 2\n)\n',
  );
  assert.deepEqual(
    rows.map((row) => row.arguments),
    ['a 1 0 0 0', 'a 1 1 0 1', 'b 2 0 1 2', 'b 2 1 1 3'],
  );
  assert.equal(total, 4);
});

test('preview: files that two jobs write', () => {
  const { rows } = preview('output = o\nerror = e.$(Process)\nlog = l\nqueue 2\n');
  assert.deepEqual(
    rows.map(({ collisions }) => collisions),
    [['output'], ['output']],
  );
  assert.deepEqual(preview('output = o\ninitialdir = d$(Process)\nqueue 2\n').rows[0]?.collisions, []);
  assert.deepEqual(preview('output = o\nerror = o\nqueue\n').rows[0]?.collisions, []);
  assert.deepEqual(preview('output = /dev/null\nqueue 2\n').rows[0]?.collisions, []);
});

test('preview: bounded, and honest about what is not known', () => {
  const many = preview('arguments = $(Process)\nqueue 1000000\n', 3);
  assert.equal(many.rows.length, 3);
  assert.equal(many.total, 1000000);
  assert.equal(preview('queue 1000000\n', 1e9).rows.length, 1000);
  const unknown = preview('arguments = $(x)\nqueue x matching *.dat\n');
  assert.deepEqual(unknown, { rows: [{ arguments: '$(x)', collisions: [] }] });
  assert.deepEqual(preview('queue x in ()\n'), { rows: [], total: 0 });
});

test('preview: several queue statements count on', () => {
  const text = 'arguments = $(Process)\nqueue 2\narguments = b$(Process)\nqueue\n';
  assert.deepEqual(
    preview(text, 10, { major: 23, minor: 9, patch: 6 }).rows.map((row) => row.arguments),
    ['0', '1', 'b2'],
  );
});

const old = { major: 23, minor: 9, patch: 6 };
const args = (text: string, version = newestVersion) =>
  preview(text, 10, version).rows.map((row) => row.arguments ?? '');

test('preview: a loop variable with the name of a command counts before what is written', () => {
  const rows = '(\n-a $(Process)\n-b $(x)\n)\n';
  assert.deepEqual(args(`x = 5\narguments = no\nqueue arguments from ${rows}`), ['-a 0', '-b 5']);
  assert.deepEqual(args('queue args in (a b)\n'), ['a', 'b']);
  assert.deepEqual(args('SUBMIT.arguments = first\nqueue arguments in (a b)\n'), ['first', 'first']);
});

test('preview: a slice keeps the numbers of the rows', () => {
  assert.deepEqual(args('arguments = $(Row)$(ItemIndex)$(x)\nqueue x in [1::2] (a b c d)\n'), ['11b', '33d']);
});

test('preview: each blank or comma ends a column; one separator of ASCII stands alone', () => {
  const line = (row: string): readonly string[] =>
    args(`arguments = $(x)|$(y)|$(z)\nqueue x, y, z from (\n${row}\n)\n`);
  assert.deepEqual(line('a,,c'), ['a||c']);
  assert.deepEqual(line('a , b , c'), ['a||b , c']);
  assert.deepEqual(line('a, b   c d'), ['a|b|c d']);
  assert.deepEqual(line('a b\x1fc, d\x1f e'), ['a b|c, d|e']);
});

test('preview: what a row does not give', () => {
  const text = 'arguments = $(x)|$(y)\nqueue x, y from (\na b\nc\n\n)\n'.replace('c\n\n', 'c\n \\\n\n');
  assert.deepEqual(args(text), ['a|b', 'c|', 'c|']);
  assert.deepEqual(args(text, old), ['a|b', 'c|b', '|b']);
});

test('preview: names of numbers that the file sets itself', () => {
  const text = 'Process = p\nStep = s\narguments = $(Process)$(Step)\nqueue 2\n';
  assert.deepEqual(args(text), ['ps', 'ps']);
  assert.deepEqual(args(text, old), ['0s', '1s']);
  assert.deepEqual(args('Item = mine\narguments = $(Item)\nqueue x in (a)\n'), ['mine']);
  assert.deepEqual(args('Item = mine\narguments = <$(Item)>\nqueue\n'), ['<>']);
  assert.deepEqual(args('Item = mine\narguments = <$(Item)>\nqueue\n', old), ['<mine>']);
});

test('preview: what is taken while the file is read is that of the first job', () => {
  assert.deepEqual(args('P = a/b$(Process).c\nP = $Fn(P)\narguments = $(P)\nqueue 2\n'), ['b0', 'b0']);
});
