import { parseExpression, walkExpression } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';
import { checkedSetting, partSpan } from './settings.ts';

export const circularRequirements: Rule = {
  code: 'circular-requirements',
  severity: 'error',
  summary: 'requirements that refer to themselves.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const requirements = checkedSetting(submission, 'requirements');
      if (requirements === undefined) continue;
      const parsed = parseExpression(requirements.value);
      if (parsed.kind === 'failed') continue;
      const found: Finding[] = [];
      walkExpression(parsed.expression, (node) => {
        if (node.kind !== 'attribute' || node.name.toLowerCase() !== 'requirements') return;
        const scope = node.scope?.kind === 'attribute' ? node.scope.name.toLowerCase() : undefined;
        if (node.scope !== undefined && scope !== 'my') return;
        const { assignment } = requirements.setting;
        const span = partSpan(assignment, requirements.value, node.start, node.end);
        found.push({
          ...span,
          severity: context.dialect.circularRequirements ? 'error' : 'warning',
          message:
            "The expression refers to the job's own Requirements, that is to itself. To add to an earlier value, write $(Requirements).",
          fixes: [replacement('Change to $(Requirements)', span, '$(Requirements)')],
        });
      });
      yield* found;
    }
  },
};
