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
