import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const unsupportedVmType: Rule = {
  code: 'unsupported-vm-type',
  severity: 'error',
  summary: 'A hypervisor that HTCondor no longer supports.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      if (!/^(?:vm|13)$/i.test(checkedSetting(submission, 'universe')?.value ?? '')) continue;
      const type = checkedSetting(submission, 'vm_type');
      if (type?.value.toLowerCase() !== 'vmware') continue;
      yield {
        ...valueSpan(type.setting),
        message: 'HTCondor no longer supports vmware: expected kvm or xen.',
      };
    }
  },
};
