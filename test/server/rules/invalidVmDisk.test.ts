import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-vm-disk: a file alone', () => {
  checkRule(
    'invalid-vm-disk',
    `executable = /bin/echo
universe = vm
vm_disk = a.img:hda:w, b.img
                       ^^^^^ error: found 'b.img'
queue
`,
  );
});
