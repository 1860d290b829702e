import { expand } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { settingsOf, valueSpan } from './settings.ts';

export const macroFunctionError: Rule = {
  code: 'macro-function-error',
  severity: 'error',
  summary: 'A macro function that cannot be computed.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, setting } of settingsOf(context)) {
      const { functionErrors } = expand(setting.assignment.stored, submission.sample);
      for (const message of functionErrors) {
        // A release that goes on submits the job with an empty value in place of the function; an index that is out of
        // range was always let through.
        const aborts = context.dialect.functionErrorsAbort && !message.startsWith('$CHOICE has no item');
        yield { ...valueSpan(setting), severity: aborts ? 'error' : 'warning', message: `${message}.` };
      }
    }
  },
};
