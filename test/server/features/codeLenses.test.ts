import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeLenses } from '../../../server/src/features/codeLenses.ts';
import { dialectOf, newestVersion, parse } from '../../../server/src/submit/index.ts';

const titles = (text: string, major = newestVersion.major) => {
  const version = { ...newestVersion, major };
  return codeLenses(parse(text, { version }), dialectOf(version)).map(({ title }) => title);
};

test('code lenses: jobs and actions above each queue statement', () => {
  assert.deepEqual(titles('queue\n'), ['1 job', 'Package', 'Submit']);
  assert.deepEqual(titles('queue 1000000\n')[0], '1,000,000 jobs');
  assert.deepEqual(titles('queue 2 x in (a b c)\n')[0], '6 jobs');
  assert.deepEqual(titles('queue x matching *.dat\n')[0], 'Jobs: known at submission');
  assert.deepEqual(titles('executable = a\n'), []);
  assert.deepEqual(titles('if false\nqueue\nendif\n'), []);
});

test('code lenses: a second queue statement counts only where the release takes it', () => {
  assert.equal(titles('queue\nqueue 2\n').length, 3);
  assert.deepEqual(titles('queue\nqueue 2\n', 23)[3], '2 jobs');
});
