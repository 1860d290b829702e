import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../../server/src/submit/index.ts';
import { diagnosticsOf } from './support/checkRule.ts';
import { recipeFiles, recipeTexts } from './support/recipeTexts.ts';

const files = { ...recipeFiles, results: '', '.': '' };

for (const [name, text] of recipeTexts()) {
  test(`recipe without findings: ${name}`, () => {
    assert.match(text, /^\s*executable +=/m);
    for (const version of ['23.9.6', '25.14.1']) {
      assert.deepEqual(diagnosticsOf(text, { version }), [], version);
      assert.deepEqual(diagnosticsOf(text, { version, files }), [], `${version}, with files`);
    }
  });
}

test('recipes: a job under DMTCP can be held without losing work', () => {
  const underShim = [...recipeTexts()].filter(([, text]) => text.includes('shim_dmtcp'));
  assert.ok(underShim.length >= 7);
  for (const [name, text] of underShim) {
    const { definitions } = parse(text);
    assert.equal(definitions.get('want_graceful_removal')?.stored, 'True', name);
    assert.equal(definitions.get('kill_sig')?.stored, 'SIGINT', name);
    assert.equal(definitions.get('when_to_transfer_output')?.stored, 'ON_EXIT_OR_EVICT', name);
  }
});
