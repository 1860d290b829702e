import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-size: zero, and a word', () => {
  checkRule(
    'invalid-size',
    `executable = /bin/echo
disk_usage = 0
             ^ error: disk_usage
image_size = big
             ^^^ error: found 'big'
queue
`,
  );
});

test('invalid-size: of a virtual machine', () => {
  checkRule(
    'invalid-size',
    `universe = vm
vm_memory = lots
            ^^^^ error: vm_memory
queue
`,
  );
});

test('invalid-size: sizes', () => {
  checkRule(
    'invalid-size',
    `executable = /bin/echo
disk_usage = 10MB
image_size = 5.5
vm_memory = lots
queue
`,
  );
});
