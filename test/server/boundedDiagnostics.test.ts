import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundedDiagnostics } from '../../server/src/boundedDiagnostics.ts';
import type { Diagnostic, Severity } from '../../server/src/rules/rule.ts';

const at = (start: number, severity: Severity): Diagnostic => ({
  start,
  end: start + 1,
  severity,
  code: 'x',
  message: '',
});

test('bounded diagnostics: as they are up to the limit', () => {
  const few = [at(1, 'hint'), at(2, 'error')];
  assert.equal(boundedDiagnostics(few, 2), few);
});

test('bounded diagnostics: errors stay, and a note says what is left out', () => {
  const many = [at(1, 'hint'), at(2, 'warning'), at(3, 'hint'), at(4, 'error')];
  const bounded = boundedDiagnostics(many, 3);
  assert.deepEqual(
    bounded.map(({ start, severity, code }) => `${start} ${severity} ${code}`),
    ['1 hint x', '4 error x', '2 information more-findings'],
  );
  assert.match(bounded.at(-1)?.message ?? '', /^2 more findings/);
});
