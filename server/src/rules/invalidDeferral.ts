import type { Submission } from '../submit/index.ts';
import { parseExpression, readInteger } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, universeOf, valueSpan } from './settings.ts';

const cron = ['cron_minute', 'cron_hour', 'cron_day_of_month', 'cron_month', 'cron_day_of_week'];

export const invalidDeferral: Rule = {
  code: 'invalid-deferral',
  severity: 'error',
  summary: 'A start time or its window that cannot be.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const time = checkedSetting(submission, 'deferral_time');
      yield* negative(submission, 'deferral_time');
      if (time !== undefined && universeOf(submission) === 'scheduler') {
        const { key } = time.setting.assignment;
        const message = 'The scheduler universe cannot defer a start: expected universe = local or vanilla.';
        yield { start: key.start, end: key.end, message };
      }
      // Without a start time, nobody reads these.
      if (time === undefined && !cron.some((name) => checkedSetting(submission, name) !== undefined))
        continue;
      for (const name of ['deferral_window', 'deferral_prep_time', 'cron_window', 'cron_prep_time'])
        yield* negative(submission, name);
    }
  },
};

const negative = function* (submission: Submission, name: string): Iterable<Finding> {
  const setting = checkedSetting(submission, name);
  if (setting?.known !== true) return;
  const reading = readInteger(setting.value);
  // What the job's attributes decide is not known before it runs; a string never is a time.
  const wrong =
    reading.kind === 'value'
      ? reading.value < 0
      : setting.value.startsWith('"') || parseExpression(setting.value).kind === 'failed';
  if (!wrong) return;
  const message = `Expected a number of seconds that is not negative for '${name}', found '${setting.value}'.`;
  yield { ...valueSpan(setting.setting), message };
};
