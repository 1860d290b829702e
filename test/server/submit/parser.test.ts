import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse } from '../../../server/src/submit/parser.ts';
import type { Statement } from '../../../server/src/submit/syntax.ts';
import { parseVersion } from '../../../server/src/submit/version.ts';
import { anyText } from '../support/anyText.ts';

const show = (statement: Statement): string => {
  const inactive = statement.active ? '' : ' (not taken)';
  switch (statement.kind) {
    case 'assignment':
      return `${statement.name} ${statement.style} ${JSON.stringify(statement.stored)}${inactive}`;
    case 'queue':
      return `queue ${statement.variables.map((v) => v.text).join(',')} ${statement.mode ?? ''}${inactive}`;
    default:
      return statement.kind + inactive;
  }
};
const statements = (text: string): readonly string[] => parse(text).statements.map(show);

test('parser: assignments', () => {
  assert.deepEqual(statements('A=1\n b/c.d = x = y\n+E = "f"\n-G = 1\nMY.h = 2\n1 = 2\nX == 3\nif = 3\n'), [
    'a plain "1"',
    'b/c.d plain "x = y"',
    'my.e attribute "\\"f\\""',
    'my.g removal ""',
    'my.h plain "2"',
    '1 plain "2"',
    'x plain "= 3"',
    'if',
  ]);
});

test('parser: words that are statements only with a blank or a colon after them', () => {
  assert.deepEqual(statements('if=3\nuse = 3\ninclude = f\nerror = x\nelse=3\n'), [
    'if plain "3"',
    'use plain "3"',
    'include plain "f"',
    'error plain "x"',
    'else plain "3"',
  ]);
});

test('parser: += joins', () => {
  assert.deepEqual(statements('X = a\nX += b\nX +,= c\nX +&&= d\nY += e\n').slice(1), [
    'x append "a b"',
    'x append "a b,c"',
    'x append "a b,c && d"',
    'y append "e"',
  ]);
});

test('parser: self references are expanded when stored, others are not', () => {
  assert.deepEqual(statements('A = 1\nA = $(a)$(B)\nK = foo\n$(K)_x = 2\n').slice(1), [
    'a plain "1$(B)"',
    'k plain "foo"',
    'foo_x plain "2"',
  ]);
});

test('parser: here-documents', () => {
  assert.deepEqual(statements('X @=end\n a\n\n# c\nqueue\n  @end  \nqueue\n'), [
    'x here "a\\nqueue"',
    'queue  ',
  ]);
});

test('parser: branches', () => {
  assert.deepEqual(statements('if false\nA = 1\n! x\nelif version >= 9.0\nB = 1\nelse\nC = 1\nendif\n'), [
    'if',
    'a plain "1" (not taken)',
    'invalid (not taken)',
    'elif',
    'b plain "1"',
    'else',
    'c plain "1" (not taken)',
    'endif',
  ]);
});

test('parser: defined', () => {
  const taken = (condition: string): boolean =>
    parse(`foo = 1\nempty =\n+Bar = 1\nif ${condition}\nX = 1\nendif\n`).definitions.has('x');
  for (const condition of [
    'defined foo',
    'defined MY.Bar',
    '!defined nope',
    'defined 1',
    'defined yes',
    '$(foo)',
  ]) {
    assert.ok(taken(condition), condition);
  }
  for (const condition of [
    'defined nope',
    'defined empty',
    'defined $(nope)',
    '$(nope)',
    '!1',
    'no',
    '0.0',
  ]) {
    assert.ok(!taken(condition), condition);
  }
});

test('parser: queue statements', () => {
  assert.deepEqual(statements('queue 2 x, y from (\n a 1\n # c\n b 2\n)\n'), ['queue x,y from']);
  assert.deepEqual(statements('Queue in (a b)\n'), ['queue  in']);
});

test('parser: a file that includes another goes on with its table', () => {
  const readFile = (path: string) =>
    path === 'a.sub' ? ({ kind: 'text', text: 'X = $(X)2\n' } as const) : ({ kind: 'missing' } as const);
  const file = parse('X = 1\ninclude : a.sub\nY = 3\n', { readFile });
  assert.equal(file.definitions.get('x')?.stored, '12');
  assert.deepEqual(file.problems, []);
});

test('parser: any text gives a tree whose places are in the text', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom('23.9.6', '25.14.1'), (source, release) => {
      const version = parseVersion(release);
      assert.ok(version);
      const file = parse(source, { version });
      let last = 0;
      for (const statement of file.statements) {
        assert.ok(
          statement.start >= last && statement.end >= statement.start && statement.end <= source.length,
        );
        last = statement.start;
      }
      for (const { start, end } of file.problems) {
        assert.ok(start >= 0 && start <= end && end <= source.length, JSON.stringify(file.problems));
      }
    }),
    { numRuns: 3000 },
  );
});

test('parser: a file that includes itself twice is read a limited number of times', () => {
  let reads = 0;
  const readFile = () => {
    reads++;
    return { kind: 'text' as const, text: 'include : self\ninclude : self\n' };
  };
  const { problems } = parse('include : self\nqueue\n', { readFile });
  assert.ok(problems.some(({ kind }) => kind === 'include-too-deep'));
  assert.ok(reads <= 200);
});

test('parser: thousands of ifs inside each other', () => {
  const { statements } = parse(`if true\nif false\n${'if true\n'.repeat(50_000)}x = 1\n`);
  assert.equal(statements.at(-1)?.active, false);
});
