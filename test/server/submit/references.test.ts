import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  namesReferredTo,
  referencesIn,
  visitNamesReferredTo,
} from '../../../server/src/submit/references.ts';

test('references: outer before inner', () => {
  assert.deepEqual(
    referencesIn('a $(x:$(y)) $Fn(z) $$(w)').map(({ kind, name, start }) => `${kind} ${name} ${start}`),
    ['macro x 2', 'macro y 6', 'function Fn 12'],
  );
});

test('references: the names they ask for, in lower case', () => {
  const names: string[] = [];
  const count = visitNamesReferredTo('$(A) $(b:c) $INT(D, %d) $$(e) $F(x$(Y))', (name, isMacro) => {
    names.push(isMacro ? name : `argument ${name}`);
  });
  assert.deepEqual(names, ['a', 'b', 'argument d', 'argument %d', 'y']);
  assert.equal(count, 5);
});

test('references: of thousands inside each other only names are names', () => {
  for (const open of ['$INT(', '$(A:', '$EVAL(a,']) {
    const text = `${open.repeat(20_000)}1${')'.repeat(20_000)}`;
    assert.ok(namesReferredTo(text).every(([start, end]) => end - start < 10));
  }
});
