import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const proxyNotFound: Rule = {
  code: 'proxy-not-found',
  severity: 'error',
  summary: 'An X.509 proxy that does not exist.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const proxy = checkedSetting(submission, 'x509userproxy');
      if (proxy?.known !== true || context.fileExists(proxy.value) !== false) continue;
      const message = `Cannot find '${proxy.value}': condor_submit reads the proxy at submission.`;
      yield { ...valueSpan(proxy.setting), message };
    }
  },
};
