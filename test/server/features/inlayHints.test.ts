import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inlayHints } from '../../../server/src/features/inlayHints.ts';
import { dialectOf, newestVersion, parse } from '../../../server/src/submit/index.ts';

/** The text with each hint between braces. */
const check = (text: string, expected: string, from = 0, to = text.length): void => {
  const hints = inlayHints(parse(text), dialectOf(newestVersion), { start: from, end: to });
  const shown = [...hints]
    .reverse()
    .reduce((t, { offset, label }) => `${t.slice(0, offset)}{${label}}${t.slice(offset)}`, text);
  assert.equal(shown, expected);
};

test('inlay hints: what macros are worth', () => {
  check('a = 1\nb = x$(a)\nc = plain\n', 'a = 1\nb = x$(a){ = x1}\nc = plain\n');
  check('b = x$(a)\na = 2\nqueue\n', 'b = x$(a){ = x2}\na = 2\nqueue\n');
  check('out = o.$(Cluster)\n', 'out = o.$(Cluster)\n');
  check('x = $(nothing)\n', 'x = $(nothing)\n');
});

test('inlay hints: only in the range, long ones cut', () => {
  check('a = 1\nb = $(a)\nc = $(a)\n', 'a = 1\nb = $(a){ = 1}\nc = $(a)\n', 0, 10);
  const long = parse(`a = ${'x'.repeat(100)}\nb = $(a)\n`);
  assert.deepEqual(
    inlayHints(long, dialectOf(newestVersion), { start: 0, end: 200 }).map((hint) => [
      hint.label.length,
      hint.tooltip,
    ]),
    [[63, 'x'.repeat(100)]],
  );
});
