import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments, parseEnvironment } from '../../../server/src/submit/arguments.ts';

const read = (parse: typeof parseArguments, text: string): string => {
  const { words, error } = parse(text);
  for (const word of words) assert.ok(word.start >= 0 && word.end <= text.length && word.start <= word.end);
  return (
    words.map((word) => `<${word.text}>`).join('') +
    (error === undefined ? '' : ` ${error.reason} ${error.start}`)
  );
};

const argumentCases: readonly (readonly [string, string])[] = [
  ['a b  c', '<a><b><c>'],
  ["a 'b c' d", "<a><'b><c'><d>"],
  ['a \\"b\\"', '<a><"b">'],
  ['a "b"', '<a><"b"> unescaped-quote 2'],
  ['"a \'b c\' d"', '<a><b c><d>'],
  ['"a ""b"" c"', '<a><"b"><c>'],
  ["\"it''''s 'it''s'\"", "<it's><it's>"],
  ['""', ''],
  ['"\'\'"', '<>'],
  ['"a b" c', '<a><b> text-after-quote 4'],
  ['"unterminated', '<unterminated> unterminated 0'],
  ['"un \'term"', '<un><term> unbalanced-single-quote 4'],
];

for (const [text, expected] of argumentCases) {
  test(`arguments: ${text}`, () => {
    assert.equal(read(parseArguments, text), expected);
  });
}

const environmentCases: readonly (readonly [string, string])[] = [
  ['A=1;B=2', '<A=1><B=2>'],
  ['A=1 B=2', '<A=1 B=2>'],
  ['A=1;;B=2;', '<A=1><B=2>'],
  ['"A=1 B=\'x y\'"', '<A=1><B=x y>'],
  ['=1', '<=1> missing-name 0'],
  ["A='x;y'", "<A='x><y'> missing-equals 5"],
];

for (const [text, expected] of environmentCases) {
  test(`environment: ${text}`, () => {
    assert.equal(read(parseEnvironment, text), expected);
  });
}
