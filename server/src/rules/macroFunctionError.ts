import type { Setting, Span, Submission } from '../submit/index.ts';
import { expand, isLoopVariable, referencesIn, spanIn } from '../submit/index.ts';
import type { Finding, Rule, RuleContext, Severity } from './rule.ts';
import { settingsOf, valueSpan } from './settings.ts';

export const macroFunctionError: Rule = {
  code: 'macro-function-error',
  severity: 'error',
  summary: 'A macro function that cannot be computed.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, setting } of settingsOf(context)) {
      const { functionErrors } = expand(setting.assignment.stored, submission.sample);
      if (functionErrors.length === 0 || isLoopVariable(submission, setting.command.name)) continue;
      for (const message of functionErrors) {
        const place = placeOf(message, setting, submission) ?? valueSpan(setting);
        yield { ...place, severity: severityOf(message, context), message: `${message}.` };
      }
    }
    for (const { queue, display } of context.submissions) {
      if (queue?.arguments.text.includes('$') !== true) continue;
      const { start, end } = queue.arguments;
      for (const message of expand(queue.arguments.text, display).functionErrors) {
        yield { start, end, severity: severityOf(message, context), message: `${message}.` };
      }
    }
  },
};

/** Characters of functions in which the cause is looked for: each can be inside the one before. */
const lookLimit = 20_000;

/** The function that causes an error, where it is written in the value itself. */
const placeOf = (message: string, { assignment }: Setting, { sample }: Submission): Span | undefined => {
  const { value } = assignment;
  let looked = 0;
  for (const { kind, start, end } of referencesIn(value.text)) {
    looked += end - start;
    if (looked > lookLimit) return undefined;
    if (kind !== 'macro' && expand(value.text.slice(start, end), sample).functionErrors.includes(message))
      return spanIn(value, start, end);
  }
  return undefined;
};

/**
 * A release that goes on submits the job with an empty value in place of the function. With an index that is out of
 * range, the others take what is behind the list in memory: they may fail or not.
 */
const severityOf = (message: string, { dialect }: RuleContext): Severity =>
  dialect.functionErrorsAbort && !message.startsWith('$CHOICE has no item') ? 'error' : 'warning';
