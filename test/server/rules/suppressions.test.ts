import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnosticsOf } from '../support/checkRule.ts';

const codes = (text: string): readonly string[] => diagnosticsOf(text).map((diagnostic) => diagnostic.code);

test('suppressions: the next statement', () => {
  const text =
    'executable = a\n# condor-lint: disable=invalid-integer\npriority = x\nmax_retries = y\nqueue\n';
  assert.deepEqual(codes(text), ['invalid-integer']);
});

test('suppressions: only the named codes', () => {
  const text = 'executable = a\n# condor-lint: disable=invalid-boolean, invalid-value\npriority = x\nqueue\n';
  assert.deepEqual(codes(text), ['invalid-integer']);
});

test('suppressions: every code, over further comments and blank lines', () => {
  assert.deepEqual(codes('executable = a\n# condor-lint: disable\n\n# why\npriority = x\nqueue\n'), []);
});

test('suppressions: the whole file', () => {
  const text =
    'executable = a\npriority = x\nmax_retries = y\n# condor-lint: disable-file=invalid-integer\nqueue\n';
  assert.deepEqual(codes(text), []);
});
