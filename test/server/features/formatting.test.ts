import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatEdits } from '../../../server/src/features/formatting.ts';
import { newestVersion, parse } from '../../../server/src/submit/index.ts';
import { anyText } from '../support/anyText.ts';
import { applyEdits } from '../support/cursor.ts';
import { layoutTexts } from '../support/layoutTexts.ts';
import { meaning } from '../support/meaning.ts';

const format = (text: string): string => applyEdits(text, formatEdits(parse(text)));

const check = (text: string, expected: string): void => {
  assert.equal(format(text), expected);
  assert.equal(format(expected), expected);
};

test('formatting: the = of adjacent lines', () => {
  check(
    'executable=a\narguments   =   b  c\nlog =\n\nx=1\n',
    'executable = a\narguments  = b  c\nlog        =\n\nx = 1\n',
  );
  check('+Foo=1\nMY.Bar   =2\n', '+Foo   = 1\nMY.Bar = 2\n');
  check('x += 1\nlong   ,= 2\n', 'x += 1\nlong   ,= 2\n');
  check('a=1\r\nbcd=2\r\n', 'a   = 1\r\nbcd = 2\r\n');
  const long = 'n'.repeat(40);
  check(`a=1\n${long}=2\n`, `a = 1\n${long} = 2\n`);
});

test('formatting: branches are indented', () => {
  check(
    '  if true\na=1\nelse\nif 0\nb=1\nendif\nendif\n  queue\n',
    'if true\n  a = 1\nelse\n  if 0\n    b = 1\n  endif\nendif\nqueue\n',
  );
});

test('formatting: what is left alone', () => {
  for (const text of [
    't @=end\na=1\n  b=2\n@end\n',
    'queue x from (\na=1\n   b=2\n)\n',
    'if false\n  t @=end\na=1\n@end\nendif\n',
    'if false\n  queue x from (\na=1\n)\nendif\n',
    'x = a \\\n  b=1\n',
    'x = a \\\n# trap\n',
    '# a=1\n   # b\n',
    'if=3\n',
    'a b=1\n',
    'a=1',
    'x =\\\n  1\n',
    'queue from table (sep=;) t.csv\na=1\n',
  ])
    check(text, text);
});

const versions = [newestVersion, { major: 23, minor: 9, patch: 6 }];

test('formatting: never changes the meaning, whatever release and branch, and once is enough', () => {
  const otherBranches = (text: string): string => text.replace(/^(\s*:?if )true$/gm, '$1false');
  fc.assert(
    fc.property(fc.oneof(anyText, layoutTexts), fc.constantFrom(...versions), (text, version) => {
      const file = parse(text, { version });
      const edits = formatEdits(file);
      const formatted = applyEdits(text, edits);
      for (const release of versions) {
        const options = { version: release };
        assert.deepEqual(meaning(parse(formatted, options)), meaning(parse(text, options)));
        const flipped = parse(otherBranches(formatted), options);
        assert.deepEqual(meaning(flipped), meaning(parse(otherBranches(text), options)));
      }
      const again = parse(formatted, { version });
      assert.equal(applyEdits(formatted, formatEdits(again)), formatted);
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 1500) },
  );
});

test('formatting: an indent has its limit', () => {
  const formatted = format(`${'if true\n'.repeat(3_000)}a=1\n${'endif\n'.repeat(3_000)}`);
  assert.ok(formatted.length < 3_000 * 200 * 2);
  assert.match(formatted, /^ {128}a = 1$/m);
});
