import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialectOf, newestVersion, parse, submissionsOf } from '../../../server/src/submit/index.ts';

test('queue: a macro that is empty leaves a plain queue statement', () => {
  const file = parse('executable = a\nqueue $(nothing)\n');
  assert.deepEqual(file.problems, []);
  assert.equal(submissionsOf(file, dialectOf(newestVersion))[0]?.jobCount, 1);
});
