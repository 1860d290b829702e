import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-platform-guard: requirements without a guard', () => {
  checkRule(
    'dmtcp-platform-guard',
    `executable = shim_dmtcp
requirements = (Memory > 1000)
               ^^^^^^^^^^^^^^^ hint: Microarch
queue
`,
  );
});

test('dmtcp-platform-guard: with one, and none at all', () => {
  checkRule(
    'dmtcp-platform-guard',
    `executable = shim_dmtcp
queue
requirements = OpSysAndVer == "AlmaLinux9"
queue
`,
    { version: '23.9.6' },
  );
});
