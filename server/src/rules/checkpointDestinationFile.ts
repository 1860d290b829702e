import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const checkpointDestinationFile: Rule = {
  code: 'checkpoint-destination-file',
  severity: 'warning',
  summary: 'A checkpoint_destination that no execute host can write.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const destination = checkedSetting(submission, 'checkpoint_destination');
      if (destination?.known !== true) continue;
      const isFile = /^file:/i.test(destination.value);
      if (!isFile && /^[a-z][a-z0-9+.-]*:\/\//i.test(destination.value)) continue;
      const reason = isFile
        ? 'there is no transfer plugin that writes file: URLs, and the job hangs and is held'
        : 'it is no URL, such as osdf:///path';
      const found = destination.value;
      yield { ...valueSpan(destination.setting), message: `Checkpoints cannot go to '${found}': ${reason}.` };
    }
  },
};
