import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseExpression } from '../../../server/src/submit/expression.ts';
import { isPlainExpression } from '../../../server/src/submit/expressionCheck.ts';

const tokens = [
  ...[
    'a',
    'B_1',
    'is',
    'IsNt',
    'true',
    'Error',
    'f',
    'MY',
    'e5',
    'x1',
    '0',
    '1',
    '10',
    '007',
    '1.5',
    '.5',
    '1.',
    '2e3',
  ],
  ...[
    '"s"',
    '"a\\"b"',
    '"',
    "'n'",
    "'",
    '(',
    ')',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    ',',
    ';',
    ' ',
    ' ',
    '\t',
    '\n',
    '\\',
  ],
  ...[
    '+',
    '-',
    '*',
    '/',
    '%',
    '!',
    '~',
    '=',
    '==',
    '=?=',
    '=!=',
    '!=',
    '<',
    '<=',
    '<<',
    '>',
    '>=',
    '>>',
    '>>>',
  ],
  ...['|', '||', '&', '&&', '^', '?', '?:', ':', '.', '..', '//', '/*', '*/', '#', '$', 'µ', '\u00a0', '\0'],
];

test('plain expressions: every text that is taken for one parses', () => {
  const property = fc.property(fc.array(fc.constantFrom(...tokens), { maxLength: 12 }), (parts) => {
    const text = parts.join('');
    if (isPlainExpression(text)) assert.equal(parseExpression(text).kind, 'parsed', text);
  });
  fc.assert(property, { numRuns: 20_000 });
});

const valid = fc.letrec<Record<'expression', string>>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'a',
      '1',
      '1.25',
      '"text"',
      "'quoted name'",
      'TARGET.Memory',
      'undefined',
      'f()',
      '{}',
      '0',
    ),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '&&', '==', '=?=', ' is ', '>>>', '?:', '<'),
        tie('expression'),
      )
      .map((parts) => parts.join('')),
    fc.tuple(fc.constantFrom('-', '!', '~ '), tie('expression')).map((parts) => parts.join('')),
    tie('expression').map((inner) => `( ${inner} )`),
    fc.array(tie('expression'), { maxLength: 3 }).map((inner) => `ifThenElse (${inner.join(', ')})`),
    fc.array(tie('expression'), { maxLength: 3 }).map((inner) => `{${inner.join(',')}}`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([a, b, c]) => `${a} ? ${b} : ${c}`),
  ),
})).expression;

test('plain expressions: what people write is taken for one', () => {
  fc.assert(
    fc.property(valid, (text) => {
      assert.equal(parseExpression(text).kind, 'parsed', text);
      assert.ok(isPlainExpression(text), text);
    }),
  );
});

test('plain expressions: what is not valid is not, nor what is left to the parser', () => {
  for (const text of [
    '',
    '1 2',
    '(a',
    'a)',
    'a = b',
    'f(a,,b)',
    '"open',
    '010',
    '1.',
    'true(1)',
    '- == 1',
    'a ? b',
    '!'.repeat(1000),
    `${'!'.repeat(1000)}a`,
    `${'a ? b : '.repeat(1000)}c`,
    `${'('.repeat(1000)}a${')'.repeat(1000)}`,
    '(a, b)',
    'f(a ? b, c : d)',
    '(a ? b)',
    'f(- )',
    '{a)',
    'a.b(c)',
    '1.5.a',
  ])
    assert.ok(!isPlainExpression(text), text);
  for (const text of ['[a = 1]', 'a[0]', '1 // comment', '.5', '1e3', '.a'])
    assert.ok(parseExpression(text).kind === 'parsed' && !isPlainExpression(text), text);
});
