import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialectOf, newestVersion, parse, submissionsOf } from '../../../server/src/submit/index.ts';

test('queue: a macro that is empty leaves a plain queue statement', () => {
  const file = parse('executable = a\nqueue $(nothing)\n');
  assert.deepEqual(file.problems, []);
  assert.equal(submissionsOf(file, dialectOf(newestVersion))[0]?.jobCount, 1);
});

test('queue: what looks like a slice or a qualifier is an item where nothing follows it', () => {
  const rows = (queue: string): readonly string[] | undefined => {
    const file = parse(`executable = a\n${queue}\n`);
    assert.deepEqual(file.problems, [], queue);
    const statement = file.statements.at(-1);
    return statement?.kind === 'queue' && statement.items.kind === 'list'
      ? [...statement.items.rows].map(({ text }) => text)
      : undefined;
  };
  assert.deepEqual(rows('queue x in [0:10]'), ['[0:10]']);
  assert.deepEqual(rows('queue x in [a]'), ['[a]']);
  assert.deepEqual(rows('queue x in [1,2,3]'), ['[1', '2', '3]']);
  assert.deepEqual(rows('queue x in files'), ['files']);
  assert.deepEqual(rows('queue x in [0:1](a,b)'), ['a', 'b']);
  assert.deepEqual(rows('queue x in [0:1] a b'), ['a', 'b']);
});
