import { parseExpression, walkExpression } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

/** Machine attributes that keep a job on hosts of one kind. */
const guards =
  /^(?:microarch|cpumodel\w*|cpufamily|has_(?:avx|sse|ssse)\w*|checkpointplatform|opsysandver|opsysmajorver|opsysver|opsyslongname|opsysname|opsysshortname|utsnamerelease|oskernelrelease|machine|name)$/i;

export const dmtcpPlatformGuard: Rule = {
  code: 'dmtcp-platform-guard',
  severity: 'hint',
  summary: 'Requirements that let a checkpointed program wake up on another kind of host.',
  check: function* (context): Iterable<Finding> {
    for (const { submission } of context.dmtcpJobs) {
      const requirements = checkedSetting(submission, 'requirements');
      if (requirements?.known !== true) continue;
      const parsed = parseExpression(requirements.value);
      if (parsed.kind === 'failed') continue;
      const attributes: string[] = [];
      walkExpression(parsed.expression, (node) => {
        if (node.kind === 'attribute') attributes.push(node.name);
      });
      if (attributes.some((name) => guards.test(name))) continue;
      yield {
        ...valueSpan(requirements.setting),
        message:
          'A checkpointed program goes on with the processor features and the system of the host it started on. In a pool of different hosts, keep it among its kind, for example with && (OpSysMajorVer == 9) && (Microarch == "x86_64-v3").',
      };
    }
  },
};
