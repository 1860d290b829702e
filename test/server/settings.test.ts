import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkText } from '../../server/src/rules/check.ts';
import { decodeSettings, defaultSettings } from '../../server/src/settings.ts';

test('settings: what is missing or wrong gets the default', () => {
  assert.deepEqual(decodeSettings(null), defaultSettings);
  assert.deepEqual(decodeSettings({ htcondorVersion: 5, inlayHints: 'yes', rules: 'off' }), defaultSettings);
});

test('settings: severities of rules', () => {
  const rules = { 'invalid-integer': 'warning', 'invalid-signal': 'loud', 'unknown-command': 'off' };
  const { rules: levels } = decodeSettings({ rules });
  assert.deepEqual(levels, { 'invalid-integer': 'warning', 'unknown-command': 'off' });
  const text = 'executable = a\nouput = b\npriority = x\nqueue\n';
  assert.deepEqual(
    checkText(text, { levels }).map(({ code, severity }) => [code, severity]),
    [['invalid-integer', 'warning']],
  );
});
