import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentLinks } from '../../../server/src/features/documentLinks.ts';
import { dialectOf, newestVersion, parse } from '../../../server/src/submit/index.ts';
import { marked } from '../support/cursor.ts';

const links = (text: string) => documentLinks(parse(text), dialectOf(newestVersion));

test('links: files of commands, includes and items', () => {
  const text = 'include : a.inc\nexecutable = ./b\ninput = c\nqueue x from d.txt\n';
  assert.equal(
    marked(
      text,
      links(text).map(({ span }) => span),
    ),
    'include : «a.inc»\nexecutable = «./b»\ninput = «c»\nqueue x from «d.txt»\n',
  );
});

test('links: each item of a list, macros expanded', () => {
  const text = 'd = data\ntransfer_input_files = $(d)/a, \\\n  b, http://x/y, out.$(Process)\nqueue\n';
  assert.deepEqual(
    links(text).map(({ span, path }) => [text.slice(span.start, span.end), path]),
    [
      ['$(d)/a', 'data/a'],
      ['b', 'b'],
    ],
  );
});
