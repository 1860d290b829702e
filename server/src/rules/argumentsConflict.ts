import { readBoolean } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting } from './settings.ts';

const pairs = [
  ['arguments', 'arguments2', 'allow_arguments_v1'],
  ['environment', 'environment2', 'allow_environment_v1'],
  ['java_vm_arguments', 'java_vm_arguments2', 'allow_arguments_v1'],
  ['tool_daemon_arguments', 'tool_daemon_arguments2', 'allow_arguments_v1'],
] as const;

export const argumentsConflict: Rule = {
  code: 'arguments-conflict',
  severity: 'error',
  summary: 'arguments and arguments2, or environment and environment2, together.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      for (const [plain, second, allow] of pairs) {
        const given = checkedSetting(submission, second)?.setting.assignment;
        if (given === undefined || checkedSetting(submission, plain) === undefined) continue;
        if (
          second === 'tool_daemon_arguments2' &&
          checkedSetting(submission, 'tool_daemon_cmd') === undefined
        )
          continue;
        const allowed = readBoolean(checkedSetting(submission, allow)?.value ?? 'false');
        if (allowed.kind !== 'value' || allowed.value) continue;
        yield {
          start: given.key.start,
          end: given.key.end,
          message: `'${plain}' is given too: write one of them. '${plain}' with its value in double quotes means the same as '${second}'.`,
        };
      }
    }
  },
};
