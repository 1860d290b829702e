import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, printed } from '../../../server/src/submit/evaluate.ts';
import { parseExpression } from '../../../server/src/submit/expression.ts';
import { walkExpression } from '../../../server/src/submit/expressionTree.ts';

const worth = (text: string): string => {
  const parsed = parseExpression(text);
  return parsed.kind === 'failed'
    ? `expected ${parsed.error.expected} at ${parsed.error.start}`
    : printed(evaluate(parsed.expression));
};

const cases: readonly (readonly [string, string])[] = [
  ['1 + 2 * 3', '7'],
  ['(1 + 2) * 3', '9'],
  ['7 / 2', '3'],
  ['7.0 / 2', '3.500000000000000E+00'],
  ['1 == 1 && "A" == "a"', 'true'],
  ['"A" =?= "a"', 'false'],
  ['x > 3', 'undefined'],
  ['x =?= undefined', 'true'],
  ['x is undefined', 'true'],
  ['false && x', 'false'],
  ['x || true', 'true'],
  ['true ? 1 : 2', '1'],
  ['ifThenElse(1 > 2, 3, 4)', '4'],
  ['floor(2.7)', '2'],
  ['-3 % 2', '-1'],
  ['1.5e3 + .5', '1.500500000000000E+03'],
  ['0.0', '0.0'],
  ['1 // comment', '1'],
  ['1 /* comment */ + 1', '2'],
  ['time() > 0', 'unknown'],
  ['{1, 2}', '{ 1,2 }'],
  ['', 'expected a value at 0'],
  ['(1', "expected ')' at 2"],
  ['1K', 'expected an operator or the end of the expression at 1'],
  ['0x10', 'expected an operator or the end of the expression at 1'],
  ['010', 'expected a value at 0'],
  ['1.', 'expected a value at 0'],
  ['1 2', 'expected an operator or the end of the expression at 2'],
  ['"a', 'expected a closing " at 0'],
  ['f(1 2)', "expected ',' or ')' at 4"],
  ['[a = 1; b = 2].a', 'unknown'],
  ['5 # c', 'expected an operator or the end of the expression at 2'],
];

for (const [text, expected] of cases) {
  test(`expression: ${text}`, () => {
    assert.equal(worth(text), expected);
  });
}

test('expressions: nesting without end is an error, not a crash', () => {
  assert.match(worth('('.repeat(100_000)), /less deeply nested/);
  assert.match(worth('!'.repeat(100_000)), /less deeply nested/);
});

test('expressions: a chain may be of any length', () => {
  assert.equal(worth(`1${'+1'.repeat(100_000)}`), '100001');
  assert.equal(worth(`true${' && true'.repeat(100_000)}`), 'true');
  const names = (text: string): readonly string[] => {
    const parsed = parseExpression(text);
    assert.ok(parsed.kind === 'parsed');
    const found: string[] = [];
    walkExpression(parsed.expression, (node) => {
      if (node.kind === 'attribute') found.push(node.name);
    });
    return found;
  };
  assert.equal(names(`a${' || b'.repeat(100_000)}`).length, 100_001);
  assert.equal(names(`a${'.b'.repeat(100_000)}`).length, 100_001);
  assert.equal(names(`{a${', b'.repeat(200_000)}}`).length, 200_001);
  // In the order of the text.
  assert.equal(names('a ? b : f(c, d + e) ?: [g = h; i = {j, k}][l] + !m').join(' '), 'a b c d e h j k l m');
});

test('expressions: MY and TARGET are scopes', () => {
  const parsed = parseExpression('TARGET.Memory > MY.RequestMemory');
  assert.ok(parsed.kind === 'parsed' && parsed.expression.kind === 'binary');
  const { left } = parsed.expression;
  assert.ok(left.kind === 'attribute' && left.name === 'Memory' && left.scope?.kind === 'attribute');
  assert.equal(left.scope.name, 'TARGET');
});
