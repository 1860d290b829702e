import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldingRanges } from '../../../server/src/features/foldingRanges.ts';
import { parse } from '../../../server/src/submit/index.ts';
import { anyText } from '../support/anyText.ts';

const check = (text: string, expected: readonly string[]): void =>
  assert.deepEqual(
    foldingRanges(parse(text)).map(
      ({ from, to, kind }) => `${from}-${to}${kind === undefined ? '' : ` ${kind}`}`,
    ),
    expected,
  );

test('folding: comments', () => {
  check('# a\n# b\nx = 1\n# c\n\n# d\n  # e\n', ['0-1 comment', '5-6 comment']);
  check('# only', []);
});

test('folding: statements over several lines', () => {
  check('x = a \\\n  b \\\n  c\ny = 1\n', ['0-2']);
  check('t @=end\n# a\n# b\n@end\n', ['0-3']);
  check('queue x from (\n# a\n# b\nc\n)\n', ['0-4']);
});

test('folding: branches', () => {
  check('if 1\n a = 1\nelse\n b = 1\n c = 1\nendif\n', ['0-1', '2-5']);
  check('if 1\nif 0\na=1\nendif\nendif\nendif\n', ['0-4', '1-3']);
});

test('folding: ranges are in the text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const lines = text.split('\n').length;
      for (const { from, to } of foldingRanges(parse(text))) assert.ok(0 <= from && from < to && to < lines);
    }),
  );
});
