import type { Finding, Rule } from './rule.ts';
import { checkedSetting, locatedValue, universeOf } from './settings.ts';
import { partsOf } from '../submit/index.ts';

export const missingContainerPort: Rule = {
  code: 'missing-container-port',
  severity: 'error',
  summary: 'A container service without its port.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const universe = universeOf(submission);
      if (universe !== 'docker' && universe !== 'container') continue;
      const names = locatedValue(submission, 'container_service_names');
      if (names === undefined || checkedSetting(submission, 'container_service_names')?.known !== true)
        continue;
      for (const { text, start, end } of partsOf(names, ', \t')) {
        if (submission.definitions.has(`${text.toLowerCase()}_container_port`)) continue;
        yield { start, end, message: `The service '${text}' needs '${text}_container_port = PORT'.` };
      }
    }
  },
};
