import type { Submission } from '../submit/index.ts';
import { partsOf } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, locatedValue, universeOf } from './settings.ts';

export const missingContainerPort: Rule = {
  code: 'missing-container-port',
  severity: 'error',
  summary: 'A container service without its port.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      if (!runsInContainer(submission)) continue;
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

/** An image makes a container job of a vanilla one. */
const runsInContainer = (submission: Submission): boolean =>
  ['docker', 'container'].includes(universeOf(submission)) ||
  ['container_image', 'docker_image'].some((name) => checkedSetting(submission, name) !== undefined);
