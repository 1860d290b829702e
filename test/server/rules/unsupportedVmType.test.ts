import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('unsupported-vm-type: vmware', () => {
  checkRule(
    'unsupported-vm-type',
    `executable = /bin/echo
universe = vm
vm_type = vmware
          ^^^^^^ error: no longer supports
queue
`,
  );
});
