import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LineReader } from '../../../server/src/submit/lineReader.ts';
import { Names } from '../../../server/src/submit/names.ts';
import { PlainLine } from '../../../server/src/submit/plainLine.ts';

const pieces = [
  'a',
  'My.x',
  '+',
  '=',
  ' ',
  '\t',
  '\n',
  '\\',
  '#',
  '$(b)',
  '"',
  "'",
  'é',
  '“',
  '\u00A0',
  'if',
  ':',
  '@',
  '-',
  ',',
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((all) => all.join(''));

/** What is plain, said in another way. */
const plain = /^[ \t]*(\+?)([A-Za-z0-9_./]+)[ \t]*=[ \t]*((?:[^\n]*[^\n\t \\])?)[ \t]*\n/;

test('plain lines: are read as the pattern says and as the line reader does', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const line = new PlainLine(text);
      const match = plain.exec(text);
      const isKeyword = /^(?:if|queue|e\w{3,4})$/i.test(match?.[2] ?? '');
      const isRead = line.read(0);
      if (match === null) return assert.equal(isRead, false);
      if (isKeyword || !isRead) return assert.ok(isKeyword && !isRead);
      const [, sign = '', name, value = ''] = match;
      const { start, end, nameFrom, nameEnd, valueFrom, next } = line;
      assert.equal(text.slice(nameFrom, nameEnd), name);
      assert.equal(line.isSigned, sign !== '');
      assert.equal(text.slice(valueFrom, end), value);
      assert.equal(line.dollarAt - valueFrom, line.dollarAt < 0 ? -1 - valueFrom : value.indexOf('$'));
      const whole = new LineReader(text, 0).next();
      assert.deepEqual([whole?.start, whole?.end, whole?.next], [start, end, next]);
    }),
    { numRuns: 3000 },
  );
});

test('plain lines: end before the equals sign of the next line', () => {
  assert.equal(new PlainLine('a\n = 1\n').read(0), false);
});

test('plain lines: a name on them is the one that is looked up otherwise', () => {
  const names = new Names();
  for (const [text, name] of [
    ['Seed = 1\n', 'seed'],
    ['+Project = 1\n', 'my.project'],
    ['MY.Project=\n', 'my.project'],
    ['project = 1\n', 'project'],
  ] as const) {
    const line = new PlainLine(text);
    assert.ok(line.read(0));
    const entry = names.atHash(text, line.nameFrom, line.nameEnd, line.nameHash, line.isSigned);
    assert.equal(entry.text, name);
    assert.equal(entry, names.of(name));
    assert.equal(entry, names.find(name));
  }
  assert.equal(names.size, 3);
});

test('plain lines: left to the parser', () => {
  for (const text of [
    'x = 1',
    'x = 1 \\\n',
    'if = 1\n',
    'Queue = 1\n',
    '-x = 1\n',
    'x += 1\n',
    'x @= 1\n',
    '= 1\n',
    '+ = 1\n',
  ])
    assert.equal(new PlainLine(text).read(0), false, text);
});
