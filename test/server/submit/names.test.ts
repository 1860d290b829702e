import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Names } from '../../../server/src/submit/names.ts';

test('names: each is one, in any case, however many there are', () => {
  const names = new Names();
  const texts = Array.from({ length: 5000 }, (_, index) => `Macro_${index}`);
  const entries = texts.map((text) => names.at(`x ${text} y`, 2, 2 + text.length));
  assert.equal(names.size, texts.length);
  for (const [index, text] of texts.entries()) {
    const entry = entries[index];
    assert.deepEqual([entry?.text, entry?.id], [text.toLowerCase(), index]);
    assert.equal(names.find(text.toLowerCase()), entry);
    assert.equal(names.at(text.toUpperCase(), 0, text.length), entry);
    assert.equal(names.entry(index), entry);
  }
  assert.equal(names.find('macro_5000'), undefined);
  assert.equal(names.size, texts.length);
  assert.throws(() => names.entry(5000), /5000/);
});

test('names: the same as with a Map, whatever their characters', () => {
  const text = fc.array(fc.constantFrom('a', 'B', 'my.', '+', '$', 'É', '1', '/', ' '), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 40 }), (all) => {
      const names = new Names();
      const known = new Map<string, number>();
      for (const parts of all) {
        const written = parts.join('');
        const lower = written.toLowerCase();
        const id = known.get(lower) ?? known.size;
        assert.equal(names.find(lower)?.id, known.get(lower));
        known.set(lower, id);
        const { text: stored, id: found } = names.at(`-${written}-`, 1, 1 + written.length);
        assert.deepEqual([stored, found], [lower, id]);
      }
      assert.equal(names.size, known.size);
    }),
    { numRuns: 500 },
  );
});

test('names: what they tell by themselves', () => {
  const names = new Names();
  assert.equal(names.of('request_memory').command?.name, 'request_memory');
  assert.equal(names.of('requestmemory').isAttribute, false);
  assert.ok(names.of('my.project').isAttribute && names.of('my.project').command === undefined);
  assert.equal(names.hasPrefixed, false);
  names.of('submit.seed');
  assert.equal(names.hasPrefixed, true);
});
