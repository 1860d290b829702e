import type { WordError } from '../submit/index.ts';
import { parseArguments } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, partSpan, settingsInEffect, writtenName } from './settings.ts';

export const invalidArguments: Rule = {
  code: 'invalid-arguments',
  severity: 'error',
  summary: 'Arguments with quotes that do not fit.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, setting, value, known } of settingsInEffect(context)) {
      const { command, assignment } = setting;
      if (command.type !== 'arguments' || command.name === 'interactive_args' || !known) continue;
      const isTool = command.name.startsWith('tool_daemon_');
      if (isTool && checkedSetting(submission, 'tool_daemon_cmd') === undefined) continue;
      const { error } = parseArguments(value);
      if (error === undefined) continue;
      const span = partSpan(assignment, value, error.start, error.end);
      yield { ...span, message: `${reasons[error.reason]} (in '${writtenName(setting)}')` };
    }
  },
};

export const reasons: Readonly<Record<WordError['reason'], string>> = {
  unterminated: 'The double quote at the beginning has no end: expected another one after the last argument.',
  'text-after-quote':
    'Expected the end of the line after the closing double quote, found more. A double quote inside the value is written twice.',
  'unescaped-quote':
    'A double quote inside arguments in the old syntax must be written \\". Put the whole value in double quotes to use quotes for grouping.',
  'unbalanced-single-quote':
    "This single quote has no partner; a literal one inside single quotes is written ''.",
  'missing-equals': "Expected NAME=VALUE, found an entry without '='.",
  'missing-name': "Expected a variable name before '='.",
};
