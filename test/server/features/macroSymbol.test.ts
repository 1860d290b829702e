import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  definitionsAt,
  macroPlaces,
  renameableAt,
  renameAt,
} from '../../../server/src/features/macroSymbol.ts';
import { parse } from '../../../server/src/submit/index.ts';
import { cursorIn, marked } from '../support/cursor.ts';

const shared = (fixture: string, included?: string) => {
  const { text, offset } = cursorIn(fixture);
  const file = parse(text);
  const files = [{ uri: 'a', file }];
  if (included !== undefined) files.push({ uri: 'b', file: parse(included) });
  return { text, offset, files };
};

/** The fixture with every place of the macro marked. */
const check = (fixture: string, expected: string): void => {
  const { text, offset, files } = shared(fixture);
  assert.equal(marked(text, macroPlaces(files, offset)), expected);
};

test('references: definitions, values, keys, conditions, queue statements, functions', () => {
  check(
    'n<|>ame = a\nb = x$(NAME)y$(name:z)\n$(name)_c = 1\nd = $INT(name,%d)\n',
    '«name» = a\nb = x$(«NAME»)y$(«name»:z)\n$(«name»)_c = 1\nd = $INT(«name»,%d)\n',
  );
  check(
    'if defined nam<|>e\nendif\nerror : $(name)\nqueue name in (a $(name)\n$(name)\n)\n',
    'if defined «name»\nendif\nerror : $(«name»)\nqueue «name» in (a $(«name»)\n$(«name»)\n)\n',
  );
  check('a = $(b:$(c<|>))\nc = 1\n', 'a = $(b:$(«c»))\n«c» = 1\n');
  check('a = 1 \\\n  $(b<|>)\nb = 2\n', 'a = 1 \\\n  $(«b»)\n«b» = 2\n');
  check('a = $$(b<|>)\nb = 2\n', 'a = $$(b)\nb = 2\n');
});

test('definition: in the file and in others', () => {
  const { files, offset } = shared('x = $(a<|>)\na = 1\n', 'a = 2\n');
  assert.deepEqual(
    definitionsAt(files, offset).map(({ uri, start }) => [uri, start]),
    [
      ['a', 9],
      ['b', 0],
    ],
  );
});

const renamed = (fixture: string, name: string): string => {
  const { text, offset, files } = shared(fixture);
  const places = renameAt(files, offset, name);
  return 'refused' in places ? places.refused : marked(text, places).replace(/«[^»]*»/g, name);
};

test('rename: all places, or why not', () => {
  assert.equal(renamed('a = 1\nx = $(a<|>)\n', 'b'), 'b = 1\nx = $(b)\n');
  assert.equal(renamed('a<|> = 1\nx = $(A)\n', 'A'), 'A = 1\nx = $(A)\n');
  assert.match(renamed('a = 1\nx = $(a<|>)\n', 'x'), /in use already/);
  assert.match(renamed('a<|> = 1\n', 'log'), /command of HTCondor/);
  assert.match(renamed('a<|> = 1\n', 'Cluster'), /Cluster/);
  assert.match(renamed('a<|> = 1\n', 'b c'), /found 'b c'/);
  assert.match(renamed('exec<|>utable = 1\n', 'b'), /command of HTCondor/);
  assert.match(renamed('x = $(Cluster<|>)\n', 'b'), /predefined/);
  assert.match(renamed('x = $(nobody<|>)\n', 'b'), /defined nowhere/);
  assert.match(renamed('# co<|>mment\n', 'b'), /found none/);
  assert.match(renamed('a\\\n  b = 1\nx = $(a<|>b)\n', 'c'), /several lines/);
});

test('rename: what is renamed is the name alone', () => {
  const { text, offset, files } = shared('abc = 1\nx = $(ab<|>c)\n');
  const span = renameableAt(files, offset);
  assert.ok('start' in span);
  assert.equal(text.slice(span.start, span.end), 'abc');
});
