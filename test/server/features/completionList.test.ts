import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completionsAt } from '../../../server/src/features/completion.ts';
import { shortened } from '../../../server/src/features/completionList.ts';
import { parse } from '../../../server/src/submit/index.ts';

/** What is offered inside a `$(` at the end of a file with many macros. */
const offered = (macros: number, typed: string) => {
  const lines = Array.from({ length: macros }, (_, index) => `macro_${index} = ${index}\n`).join('');
  const text = `${lines}arguments = $(${typed}`;
  return shortened(completionsAt(parse(text), text.length), text, text.length);
};

test('completion list: all of a usual file, once', () => {
  const { isIncomplete, items } = offered(10, 'macro_1');
  assert.equal(isIncomplete, false);
  assert.ok(items.length > 10);
});

test('completion list: of thousands, those that fit what is typed', () => {
  const many = offered(5000, '');
  assert.deepEqual([many.isIncomplete, many.items.length], [true, 500]);
  const few = offered(5000, 'mac_4999');
  assert.deepEqual([few.isIncomplete, few.items.map(({ label }) => label)], [true, ['macro_4999']]);
});
