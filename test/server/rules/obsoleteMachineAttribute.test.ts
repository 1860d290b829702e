import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('obsolete-machine-attribute: memory and disk', () => {
  checkRule(
    'obsolete-machine-attribute',
    `executable = /bin/echo
requirements = (Memory > 1000) && (TARGET.Disk > 1)
                ^^^^^^ information: set request_memory
                                   ^^^^^^^^^^^ information: set request_disk
queue
`,
  );
});

test('obsolete-machine-attribute: others', () => {
  checkRule(
    'obsolete-machine-attribute',
    `executable = /bin/echo
requirements = TotalSlotMemory > 1000 && MY.Memory > 1
queue
`,
  );
});
