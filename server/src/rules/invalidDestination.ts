import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const invalidDestination: Rule = {
  code: 'invalid-destination',
  severity: 'warning',
  summary: 'An output_destination that is no URL.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const destination = checkedSetting(submission, 'output_destination');
      if (destination?.known !== true || /^[a-z][a-z0-9+.-]*:\/\//i.test(destination.value)) continue;
      const message = `output_destination is a URL, such as osdf:///path or https://host/path, found '${destination.value}'. A directory of the access point is given with initialdir or transfer_output_remaps.`;
      yield { ...valueSpan(destination.setting), message };
    }
  },
};
