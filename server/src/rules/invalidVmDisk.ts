import type { Finding, Rule } from './rule.ts';
import { checkedSetting, partSpan } from './settings.ts';
import { excerpt } from './words.ts';

export const invalidVmDisk: Rule = {
  code: 'invalid-vm-disk',
  severity: 'error',
  summary: 'A virtual machine disk that is not file:device:permission.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      if (!/^(?:vm|13)$/i.test(checkedSetting(submission, 'universe')?.value ?? '')) continue;
      const disks = checkedSetting(submission, 'vm_disk');
      if (disks?.known !== true) continue;
      for (const match of disks.value.matchAll(/[^,\s][^,]*/g)) {
        if (/^[^:]+:[^:]+:[^:]+(?::[^:]+)?$/.test(match[0].trim())) continue;
        const span = partSpan(
          disks.setting.assignment,
          disks.value,
          match.index,
          match.index + match[0].length,
        );
        const found = excerpt(match[0]);
        yield { ...span, message: `Expected FILE:DEVICE:PERMISSION for a disk, found '${found}'.` };
      }
    }
  },
};
