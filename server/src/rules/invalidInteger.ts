import { readInteger } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { settingsInEffect, valueSpan, writtenName } from './settings.ts';
import { excerpt } from './words.ts';

/** Read as they are, and given to the job. */
const unchecked = new Set(['stack_size', 'tasks_per_job']);
const notNegative = new Set(['job_machine_attrs_history_length']);

export const invalidInteger: Rule = {
  code: 'invalid-integer',
  severity: 'error',
  summary: 'An integer command with a value that is none.',
  check: function* (context): Iterable<Finding> {
    for (const { setting, value, known } of settingsInEffect(context)) {
      const { type } = setting.command;
      if ((type !== 'int' && type !== 'uint') || !known || unchecked.has(setting.command.name)) continue;
      const reading = readInteger(value);
      const unsigned = type === 'uint' || notNegative.has(setting.command.name);
      const negative = unsigned && reading.kind === 'value' && reading.value < 0;
      if (reading.kind !== 'invalid' && !negative) continue;
      const wanted = unsigned ? 'an integer that is not negative' : 'an integer';
      const message = `Expected ${wanted} for '${writtenName(setting)}', found '${excerpt(value)}'.`;
      yield { ...valueSpan(setting), message };
    }
  },
};
