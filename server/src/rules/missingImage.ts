import { sampleValue, settingOf } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const missingImage: Rule = {
  code: 'missing-image',
  severity: 'error',
  summary: 'A docker or container job without an image.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const universe = checkedSetting(submission, 'universe');
      const kind = universe?.value.toLowerCase();
      if (universe === undefined || (kind !== 'docker' && kind !== 'container')) continue;
      if (sampleValue(submission, 'docker_image') !== undefined) continue;
      if (kind === 'container' && settingOf(submission, 'container_image') !== undefined) continue;
      const wanted = kind === 'docker' ? 'docker_image' : 'container_image or docker_image';
      yield {
        ...valueSpan(universe.setting),
        message: `A ${kind} job needs an image: expected '${wanted} = NAME'.`,
      };
    }
  },
};
