import type { Submission } from '../submit/index.ts';
import { readInteger } from '../submit/index.ts';
import { isRead } from './isRead.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, settingsInEffect, valueSpan, writtenName } from './settings.ts';
import { excerpt } from './words.ts';

const notNegative = new Set(['job_machine_attrs_history_length']);

/** The largest value of a command; the others are cut by whoever reads the job. */
const limitOf = (name: string, submission: Submission): number =>
  name === 'job_machine_attrs_history_length' ||
  name === 'max_materialize' ||
  (name === 'max_idle' && checkedSetting(submission, 'max_materialize') === undefined)
    ? 2147483647
    : Infinity;

export const invalidInteger: Rule = {
  code: 'invalid-integer',
  severity: 'error',
  summary: 'An integer command with a value that is none.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, setting, value, known } of settingsInEffect(context)) {
      const { type } = setting.command;
      if ((type !== 'int' && type !== 'uint') || !known) continue;
      if (!isRead(setting.command, submission, context)) continue;
      const reading = readInteger(value);
      const unsigned = type === 'uint' || notNegative.has(setting.command.name);
      const negative = unsigned && reading.kind === 'value' && reading.value < 0;
      const large = reading.kind === 'value' && reading.value > limitOf(setting.command.name, submission);
      if (reading.kind !== 'invalid' && !negative && !large) continue;
      const wanted = large
        ? 'an integer up to 2147483647'
        : unsigned
          ? 'an integer that is not negative'
          : 'an integer';
      const message = `Expected ${wanted} for '${writtenName(setting)}', found '${excerpt(value)}'.`;
      yield { ...valueSpan(setting), message };
    }
  },
};
