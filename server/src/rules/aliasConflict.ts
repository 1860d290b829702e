import type { Submission } from '../submit/index.ts';
import { removeStatement } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting } from './settings.ts';

export const aliasConflict: Rule = {
  code: 'alias-conflict',
  severity: 'warning',
  summary: 'Two spellings of one command, of which one has no effect.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, assignment, command } of context.effective.commands) {
      const prefixed = submission.definitions.get(`submit.${assignment.name}`);
      if (prefixed !== undefined) {
        yield {
          start: assignment.key.start,
          end: assignment.key.end,
          tag: 'unused',
          message: `'${prefixed.key.text}' is set too and counts for condor_submit: this one has no effect.`,
          fixes: [{ title: 'Remove this line', edits: [removeStatement(context.file.text, assignment)] }],
        };
      }
      const mainName = command.name.toLowerCase();
      if (assignment.name === mainName) continue;
      const main = submission.definitions.get(mainName);
      if (main === undefined || main.value.text === '') continue;
      const { start, end, text } = assignment.key;
      yield {
        start,
        end,
        ...(isRefused(command.name, submission)
          ? {
              severity: 'error' as const,
              message: `'${text}' is another spelling of '${command.name}', which is set too: condor_submit refuses both together.`,
            }
          : {
              tag: 'unused' as const,
              message: `'${text}' is another spelling of '${command.name}', which is set too and counts: this one has no effect.`,
            }),
        fixes: [{ title: 'Remove this line', edits: [removeStatement(context.file.text, assignment)] }],
      };
    }
  },
};

const isRefused = (name: string, submission: Submission): boolean =>
  name === 'java_vm_arguments' ||
  (name === 'tool_daemon_arguments' && checkedSetting(submission, 'tool_daemon_cmd') !== undefined);
