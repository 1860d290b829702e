import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  mayReferTo,
  NameReader,
  namesReferredTo,
  referencesIn,
} from '../../../server/src/submit/references.ts';

/** The names that a part of a text refers to, as they are read. */
const read = (text: string, from = 0, to = text.length) => {
  const reader = new NameReader();
  const found = reader.at(reader.read(text, from, to));
  const { names, hasFunction, hasStrayDollar } = found;
  const required = names.filter((_, index) => found.isRequired(index));
  const optional = names.filter((_, index) => !found.isRequired(index));
  assert.ok(names.every((name) => found.includes(name)));
  return { required, optional, hasFunction, hasStrayDollar };
};

test('references: outer before inner', () => {
  assert.deepEqual(
    referencesIn('a $(x:$(y)) $Fn(z) $$(w)').map(({ kind, name, start }) => `${kind} ${name} ${start}`),
    ['macro x 2', 'macro y 6', 'function Fn 12'],
  );
});

test('references: the names they ask for, in lower case', () => {
  const text = 'x = $(A) $(b:c) $INT(D, %d) $(Q) $$(e) $F(x$(Y)) $(a) and $(z)';
  const { required, optional, hasFunction, hasStrayDollar } = read(text, 4, text.length - '$(z)'.length);
  assert.deepEqual(
    required.map((name) => name.text),
    ['a', 'q', 'y', 'a'],
  );
  assert.deepEqual(
    optional.map((name) => name.text),
    ['b', 'd', '%d'],
  );
  assert.ok(hasFunction && hasStrayDollar);
  const inner = read('$(a:$(b))');
  assert.deepEqual([inner.required[0]?.text, inner.optional[0]?.text], ['b', 'a']);
  assert.ok(!inner.hasFunction && !inner.hasStrayDollar);
});

test('references: the names are those of the references that are found one by one', () => {
  const pieces = ['$', '$(', '$(a)', '$(Bc:', 'd', ' ', ')', '(', ':', ',', '-', '$$(', '$INT('];
  const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((all) => all.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      const found = referencesIn(text);
      const { required, optional, hasFunction, hasStrayDollar } = read(text);
      const macros = found.filter(({ kind }) => kind === 'macro');
      const namesOf = (references: typeof found) => references.map(({ name }) => name.toLowerCase()).sort();
      const isNeeded = ({ defaultStart }: (typeof found)[number]) => defaultStart === undefined;
      assert.deepEqual(required.map((name) => name.text).sort(), namesOf(macros.filter(isNeeded)));
      assert.equal(hasFunction, macros.length < found.length);
      assert.equal(hasStrayDollar, text.split('$').length - 1 > found.length);
      if (hasFunction) return;
      const others = macros.filter((reference) => !isNeeded(reference));
      assert.deepEqual(optional.map((name) => name.text).sort(), namesOf(others));
    }),
    { numRuns: 3000 },
  );
});

test('references: a name is one and the same, however it is written', () => {
  const text = '$(Name) $(NAME) $(name:x) $(n) $Fn(Name)';
  const { required, optional } = read(text);
  const [first, second, third] = required;
  assert.equal(first, second);
  assert.deepEqual(optional, [first, first]);
  assert.ok(third !== undefined && third !== first && third.id !== first?.id);
});

test('references: to one name are seen at a first look', () => {
  const refers = (text: string, name: string): boolean => mayReferTo(text, 0, text.length, name);
  for (const text of ['$(ab)', 'x $(AB) y', '$(ab:c)', '$(x:$(ab))']) assert.ok(refers(text, 'ab'), text);
  for (const text of ['', '$(', '$(a', '$(ab', '(ab)', '$(abc)', '$(cab)', '$(ab'])
    assert.ok(!refers(text, 'ab'), text);
  assert.ok(!mayReferTo('$(ab)', 0, 4, 'ab'));
});

test('references: of thousands inside each other only names are names', () => {
  for (const open of ['$INT(', '$(A:', '$EVAL(a,']) {
    const text = `${open.repeat(20_000)}1${')'.repeat(20_000)}`;
    assert.ok(namesReferredTo(text).every(([start, end]) => end - start < 10));
  }
});

test('references: each ends where it does when it is looked at alone', () => {
  const piece = fc.constantFrom('$(a:', '$(a:', '$(b)', '$ENV(', ')', ')', 'x', ' ', ':', '(', '"', '$');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join('');
      for (const { start, end } of referencesIn(text)) {
        const [alone] = referencesIn(text.slice(start));
        assert.deepEqual([alone?.start, alone?.end], [0, end - start], text);
      }
    }),
    { numRuns: 2000 },
  );
});
