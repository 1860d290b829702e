import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';
import { excerpt } from './words.ts';

export const invalidCudaVersion: Rule = {
  code: 'invalid-cuda-version',
  severity: 'error',
  summary: 'A cuda_version that is no version.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const version = checkedSetting(submission, 'cuda_version');
      if (version?.known !== true || /^\d+(?:\.\d+)?$/.test(version.value)) continue;
      const message = `Expected a version such as 12 or 12.4 for cuda_version, found '${excerpt(version.value)}'.`;
      yield { ...valueSpan(version.setting), message };
    }
  },
};
