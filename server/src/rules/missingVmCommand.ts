import type { Submission } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, placeFor, universeOf } from './settings.ts';

export const missingVmCommand: Rule = {
  code: 'missing-vm-command',
  severity: 'error',
  summary: 'A virtual machine without memory, disk or kernel.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const place = placeFor(submission, 'universe');
      if (place === undefined || universeOf(submission) !== 'vm') continue;
      for (const needed of neededBy(submission)) {
        yield { ...place, message: `A virtual machine needs '${needed}', found none.` };
      }
    }
  },
};

const neededBy = (submission: Submission): readonly string[] => {
  const isSet = (name: string): boolean => checkedSetting(submission, name) !== undefined;
  const type = checkedSetting(submission, 'vm_type')?.value.toLowerCase();
  const needed: string[] = [];
  if (!isSet('vm_memory') && !isSet('request_memory')) needed.push('vm_memory = MEGABYTES');
  if ((type === 'kvm' || type === 'xen') && !isSet('vm_disk'))
    needed.push('vm_disk = FILE:DEVICE:PERMISSION');
  if (type !== 'xen') return needed;
  const kernel = checkedSetting(submission, 'xen_kernel')?.value.toLowerCase();
  if (kernel === undefined) needed.push('xen_kernel = included');
  else if (kernel !== 'included' && kernel !== 'vmx' && !isSet('xen_root')) needed.push('xen_root = DEVICE');
  return needed;
};
