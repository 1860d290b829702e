import type { Finding, Rule, RuleContext, Severity } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const proxyNotFound: Rule = {
  code: 'proxy-not-found',
  severity: 'error',
  summary: 'An X.509 proxy that does not exist, or is none.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const proxy = checkedSetting(submission, 'x509userproxy');
      if (proxy?.known !== true) continue;
      const fault = faultOf(proxy.value, context);
      if (fault === undefined) continue;
      const { severity, message } = fault;
      yield {
        ...valueSpan(proxy.setting),
        severity,
        message: `${message} condor_submit reads the proxy at submission.`,
      };
    }
  },
};

const faultOf = (
  file: string,
  { fileExists, listDirectory, lookAtFile }: RuleContext,
): { readonly severity: Severity; readonly message: string } | undefined => {
  const exists = fileExists(file);
  if (exists === false) return { severity: 'error', message: `Cannot find '${file}'.` };
  if (exists !== true) return undefined;
  const facts = lookAtFile(file);
  const expected = 'Expected a proxy, as voms-proxy-init makes one, found';
  if (facts === undefined)
    return listDirectory(file) === undefined
      ? undefined
      : { severity: 'error', message: `${expected} the directory '${file}'.` };
  if (facts.size === 0) return { severity: 'error', message: `${expected} the empty file '${file}'.` };
  if (facts.head.includes('-----BEGIN')) return undefined;
  return { severity: 'warning', message: `${expected} something else in '${file}'.` };
};
