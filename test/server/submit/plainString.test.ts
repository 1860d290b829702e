import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Scope } from '../../../server/src/submit/macros.ts';
import { expand } from '../../../server/src/submit/macros.ts';
import { expandsToString } from '../../../server/src/submit/plainString.ts';

const scopeOf = (values: Readonly<Record<string, string>>): Scope => ({
  lookup: (name) => (name === 'live' ? { live: '$(live)' } : values[name]),
  plain: new Map(),
});

const isString = (value: string): boolean =>
  value.startsWith('"') && value.indexOf('"', 1) === value.length - 1 && !value.includes('\\');

const pieces = [
  ...[
    '$(a)',
    '$(b)',
    '$(c)',
    '$(C:x)',
    '$(none)',
    '$(none:$(a))',
    '$(live)',
    '$(dollar)',
    '$(a',
    '$($(b))',
    '$$(x)',
  ],
  ...[
    '$Fn(a)',
    '$Fnq(a)',
    '$Fw(b)',
    '$Fp(b:x)',
    '$INT(a)',
    '$INT(a,%d)',
    '$ENV(HOME)',
    '$EVAL(a)',
    '$STRING(a)',
  ],
  ...['a', 'c', '1', 'x/y.z', ' ', ':', ')', '(', '$', "'", '"', '\\'],
];
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((parts) => parts.join(''));

test('strings of job attributes: what is taken for a string is one when it is expanded', () => {
  let taken = 0;
  const property = fc.property(text, text, text, text, (written, a, b, c) => {
    const value = `"${written}"`;
    if (!expandsToString(value, scopeOf({ a, b, c }))) return;
    taken++;
    const expansion = expand(value, scopeOf({ a, b, c }));
    assert.ok(!expansion.known || isString(expansion.text), JSON.stringify({ value, a, b, c, expansion }));
  });
  fc.assert(property, { numRuns: 20_000 });
  assert.ok(taken > 1000, `only ${taken}`);
});

test('strings of job attributes: what people write is taken for a string', () => {
  const scope = scopeOf({ a: 'x$(b)', b: '/data/$INT(c,%03d)', c: '7' });
  for (const value of ['""', '"text"', '"$(a) and $(b:none)"', '"$Fn(b)-$(Cluster)"', '"$(live)"'])
    assert.ok(expandsToString(value, scope), value);
  for (const value of ['"', 'text', '"a" + "b"', '"\\""', '"$(q)"', '"$Fq(a)"', '"$(loop)"'])
    assert.ok(!expandsToString(value, scopeOf({ a: 'x', q: 'say "no"', loop: '$(loop)' })), value);
});
