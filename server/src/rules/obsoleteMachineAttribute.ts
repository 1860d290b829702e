import { parseExpression, walkExpression } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, partSpan } from './settings.ts';

const commands: ReadonlyMap<string, string> = new Map([
  ['memory', 'request_memory'],
  ['disk', 'request_disk'],
]);

export const obsoleteMachineAttribute: Rule = {
  code: 'obsolete-machine-attribute',
  severity: 'information',
  summary: 'Memory or Disk in requirements, instead of a request.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const requirements = checkedSetting(submission, 'requirements');
      if (requirements?.known !== true) continue;
      const parsed = parseExpression(requirements.value);
      if (parsed.kind === 'failed') continue;
      const found: Finding[] = [];
      walkExpression(parsed.expression, (node) => {
        if (node.kind !== 'attribute') return;
        const scope = node.scope?.kind === 'attribute' ? node.scope.name.toLowerCase() : '';
        const command = commands.get(node.name.toLowerCase());
        if (command === undefined || (node.scope !== undefined && scope !== 'target')) return;
        const span = partSpan(requirements.setting.assignment, requirements.value, node.start, node.end);
        const what = requirements.value.slice(node.start, node.end);
        found.push({
          ...span,
          message: `'${what}' is what the slot has before it is divided: set ${command} instead, and HTCondor adds the condition that fits.`,
        });
      });
      yield* found;
    }
  },
};
