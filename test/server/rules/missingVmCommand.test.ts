import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('missing-vm-command: no memory and no disk', () => {
  checkRule(
    'missing-vm-command',
    `universe = vm
           ^^ error: 'vm_memory = MEGABYTES'
           ^^ error: 'vm_disk = FILE:DEVICE:PERMISSION'
vm_type = kvm
executable = a
queue
`,
  );
});

test('missing-vm-command: xen', () => {
  checkRule(
    'missing-vm-command',
    `universe = vm
           ^^ error: 'xen_kernel = included'
vm_type = xen
vm_memory = 512
vm_disk = a:b:w
executable = a
queue
`,
  );
});

test('missing-vm-command: everything', () => {
  checkRule(
    'missing-vm-command',
    `universe = vm
vm_type = xen
xen_kernel = included
request_memory = 1G
vm_disk = a:b:w
executable = a
queue
`,
  );
});
