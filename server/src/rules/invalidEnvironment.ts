import { parseEnvironment } from '../submit/index.ts';
import { reasons } from './invalidArguments.ts';
import type { Finding, Rule } from './rule.ts';
import { partSpan, settingsInEffect, writtenName } from './settings.ts';

export const invalidEnvironment: Rule = {
  code: 'invalid-environment',
  severity: 'error',
  summary: 'An environment whose quotes or entries do not fit.',
  check: function* (context): Iterable<Finding> {
    for (const { setting, value, known } of settingsInEffect(context)) {
      if (setting.command.type !== 'environment' || !known) continue;
      const { error } = parseEnvironment(value);
      if (error === undefined) continue;
      const span = partSpan(setting.assignment, value, error.start, error.end);
      yield { ...span, message: `${reasons[error.reason]} (in '${writtenName(setting)}')` };
    }
  },
};
