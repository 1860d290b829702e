import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { expand, parse, submissionsOf, dialectOf, newestVersion } from '../../../server/src/submit/index.ts';

/** What the value of one attribute is taken for, and what it is worth, where some macros have some values. */
const attribute = (value: string, macros: Readonly<Record<string, string>>) => {
  const lines = Object.entries(macros).map(([name, text]) => `${name} = ${text}\n`);
  const file = parse(`${lines.join('')}+Attr = ${value}\nqueue live in (x)\n`);
  const [submission] = submissionsOf(file, dialectOf(newestVersion));
  const assignment = file.definitions.get('my.attr');
  assert.ok(submission !== undefined && assignment !== undefined);
  const expansion = expand(assignment.stored, submission.sample);
  return { isString: submission.plainMacros.isString(assignment), ...expansion };
};

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
  ...['a', 'c', '1', 'x/y.z', ' ', ':', ')', '(', '$', "'", '"', '\\x'],
];
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((parts) => parts.join(''));

test('strings of job attributes: what is taken for a string is one when it is expanded', () => {
  let taken = 0;
  const property = fc.property(text, text, text, text, (written, a, b, c) => {
    const found = attribute(`"${written}"`, { a, b, c });
    if (!found.isString) return;
    taken++;
    assert.ok(!found.known || isString(found.text), JSON.stringify({ written, a, b, c, found }));
  });
  fc.assert(property, { numRuns: 10_000 });
  assert.ok(taken > 1000, `only ${taken}`);
});

test('strings of job attributes: what people write is taken for a string', () => {
  const macros = { a: 'x$(b)', b: '/data/$INT(c,%03d)', c: '7', 'c ': '$(c)8' };
  for (const value of ['""', '"text"', '"$(a) and $(b:none)"', '"$Fn(b)-$(Cluster)"', '"$(live)"', '"$(c)"'])
    assert.ok(attribute(value, macros).isString, value);
  const others = { a: 'x', q: 'say "no"', loop: '$(other)', other: '$(loop)' };
  for (const value of ['"', 'text', '"a" + "b"', '"\\""', '"$(q)"', '"$Fq(a)"', '"$(loop)"'])
    assert.ok(!attribute(value, others).isString, value);
});
