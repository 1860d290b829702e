import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { semanticTokens } from '../../../server/src/features/semanticTokens.ts';
import { parse } from '../../../server/src/submit/index.ts';
import { anyText } from '../support/anyText.ts';

const check = (text: string, expected: string): void =>
  assert.equal(
    semanticTokens(parse(text))
      .map(({ start, end, type }) => `${text.slice(start, end)}:${type}`)
      .join(' '),
    expected,
  );

test('semantic tokens: commands, macros, attributes', () => {
  check('executable = a$(mine)\n', 'executable:property mine:variable');
  check('mine = $INT(other)\n', 'mine:variable INT:function');
  check('+Foo = true\n', '+Foo:property true:enumMember');
  check('if defined x\nendif\n', 'if:keyword endif:keyword');
  check('queue n in (a $(b))\n', 'queue:keyword n:parameter in:keyword b:variable');
  check('include : $(dir)/x\n', 'include:keyword dir:variable');
});

test('semantic tokens: expressions', () => {
  check(
    'requirements = TARGET.Memory > $(m) && member("a b", x) =?= True\n',
    'requirements:property TARGET:keyword Memory:property m:variable member:function x:property True:enumMember',
  );
});

test('semantic tokens: in order, on one line each, without overlap', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let last = 0;
      for (const { start, end } of semanticTokens(parse(text))) {
        assert.ok(last <= start && start < end && end <= text.length);
        assert.ok(!text.slice(start, end).includes('\n'));
        last = end;
      }
    }),
  );
});
