import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnosticsOf } from '../support/checkRule.ts';

test('includes: what is wrong in an included file is shown at the include statement, without fixes', () => {
  const text = 'executable = a\ninclude : common.inc\nqueue\n';
  const files = { 'common.inc': '# long enough to be behind all of the text\nkill_sig = INT\n', a: '' };
  const found = diagnosticsOf(text, { files }).filter(({ code }) => code === 'invalid-signal');
  assert.deepEqual(
    found.map(({ start, end, fixes }) => [text.slice(start, end), fixes]),
    [['common.inc', []]],
  );
  assert.match(found[0]?.message ?? '', /^In 'common.inc': Expected a signal/);
});

test('includes: a fix of the file itself stays', () => {
  const text = 'executable = a\ninclude : common.inc\nkill_sig = INT\nqueue\n';
  const files = { 'common.inc': 'priority = 1\n', a: '' };
  const found = diagnosticsOf(text, { files }).filter(({ code }) => code === 'invalid-signal');
  assert.equal(found[0]?.fixes?.length, 1);
});

test('rules: several queue statements report a shared command once', () => {
  const text = 'executable = a\npriority = x\nqueue\nqueue\n';
  const found = diagnosticsOf(text, { version: '23.9.6' }).filter(({ code }) => code === 'invalid-integer');
  assert.equal(found.length, 1);
});
