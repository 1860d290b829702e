import type { Finding, Rule } from './rule.ts';
import { checkedSetting } from './settings.ts';

export const imageConflict: Rule = {
  code: 'image-conflict',
  severity: 'error',
  summary: 'docker_image and container_image together.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const docker = checkedSetting(submission, 'docker_image');
      const container = checkedSetting(submission, 'container_image');
      if (docker === undefined || container === undefined) continue;
      const { key } =
        [docker, container]
          .map((checked) => checked.setting.assignment)
          .sort((a, b) => b.start - a.start)[0] ?? docker.setting.assignment;
      yield {
        start: key.start,
        end: key.end,
        message: 'A job runs in one image: give docker_image or container_image, not both.',
      };
    }
  },
};
