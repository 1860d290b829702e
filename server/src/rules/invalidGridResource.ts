import type { Finding, Rule } from './rule.ts';
import { guess } from './rule.ts';
import { checkedSetting, partSpan, valueSpan } from './settings.ts';
import { alternatives, closest, excerpt } from './words.ts';

const kinds = ['condor', 'batch', 'arc', 'ec2', 'gce', 'azure'];

export const invalidGridResource: Rule = {
  code: 'invalid-grid-resource',
  severity: 'error',
  summary: 'A grid job without a grid_resource, or with one of an unknown kind.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const universe = checkedSetting(submission, 'universe');
      if (universe === undefined || !/^(?:grid|9)$/i.test(universe.value)) continue;
      const resource = checkedSetting(submission, 'grid_resource');
      if (resource === undefined) {
        yield { ...valueSpan(universe.setting), message: "A grid job needs 'grid_resource = KIND ...'." };
        continue;
      }
      const kind = /^\S*/.exec(resource.value)?.[0] ?? '';
      if (!resource.known || kinds.includes(kind.toLowerCase())) continue;
      const span = partSpan(resource.setting.assignment, resource.value, 0, kind.length);
      const meant = closest(kind, kinds);
      yield {
        ...span,
        message: `Expected ${alternatives(kinds)} as the first word of grid_resource, found '${excerpt(kind)}'.`,
        fixes: meant === undefined ? [] : [guess(`Change to ${meant}`, span, meant)],
      };
    }
  },
};
