import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refactoringsAt } from '../../../server/src/features/refactorings.ts';
import { dialectOf, newestVersion, parse } from '../../../server/src/submit/index.ts';
import { cursorIn } from '../support/cursor.ts';

const offered = (fixture: string) => {
  const { text, offset } = cursorIn(fixture);
  const span = { start: offset, end: offset };
  return refactoringsAt(parse(text), dialectOf(newestVersion), span).map(({ title, disabled }) =>
    disabled === undefined ? title : `(${title})`,
  );
};

test('refactorings: on the executable, the arguments and the queue statement', () => {
  const both = ['Wrap with shim_dmtcp', 'Wrap with shim_dmtcp, with DMTCP of the execute hosts'];
  assert.deepEqual(offered('exec<|>utable = a\nqueue\n'), both);
  assert.deepEqual(offered('executable = a\narguments = b<|>\nqueue\n'), both);
  assert.deepEqual(offered('executable = a\nque<|>ue\n'), both);
  assert.deepEqual(offered('executable = a\nlog = b<|>\nqueue\n'), []);
  assert.deepEqual(
    offered('executable = a\nuniverse = java\nque<|>ue\n'),
    both.map((title) => `(${title})`),
  );
  assert.deepEqual(offered('executable = shim_dmtcp\narguments = ./a\nque<|>ue\n'), [
    'Unwrap from shim_dmtcp',
  ]);
});
