import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DocumentSymbol } from '../../../server/src/features/documentSymbols.ts';
import { documentSymbols } from '../../../server/src/features/documentSymbols.ts';
import { parse } from '../../../server/src/submit/index.ts';
import { anyText } from '../support/anyText.ts';
import fc from 'fast-check';

const outline = (symbols: readonly DocumentSymbol[], indent = ''): string =>
  symbols
    .map(({ kind, name, children }) => `${indent}${kind} ${name}\n${outline(children, `${indent}  `)}`)
    .join('');

const check = (text: string, expected: string): void =>
  assert.equal(outline(documentSymbols(parse(text))), expected);

test('document symbols: what a line is', () => {
  check(
    'executable = a\nmine = 1\n+Foo = 2\ninclude : x\nqueue n in (a b)\n# comment\n',
    'command executable\nmacro mine\nattribute +Foo\ninclude include x\nqueue queue n in (a b)\n',
  );
});

test('document symbols: branches', () => {
  check(
    'if true\n a = 1\n if 0\n  b = 1\n endif\nelse\n c = 1\nendif\nd = 1\n',
    'branch if true\n  macro a\n  branch if 0\n    macro b\nbranch else\n  macro c\nmacro d\n',
  );
  check('if true\na = 1\n', 'branch if true\n  macro a\n');
  check('endif\nelse\n', 'branch else\n');
});

test('document symbols: what is selected is inside the whole', () => {
  const verify = (symbols: readonly DocumentSymbol[]): void => {
    for (const { span, selection, children, name } of symbols) {
      assert.ok(span.start <= selection.start && selection.end <= span.end, name);
      assert.notEqual(name, '');
      verify(children);
    }
  };
  fc.assert(fc.property(anyText, (text) => verify(documentSymbols(parse(text)))));
});

test('symbols: no deeper than HTCondor allows', () => {
  const text = `${'if true\n'.repeat(20_000)}x = 1\n${'endif\n'.repeat(20_000)}y = 2\n`;
  const symbols = documentSymbols(parse(text));
  assert.deepEqual(
    symbols.map(({ name }) => name),
    ['if true', 'y'],
  );
  JSON.stringify(symbols);
});
