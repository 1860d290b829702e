import { readInteger } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { settingsInEffect, valueSpan, writtenName } from './settings.ts';
import { excerpt } from './words.ts';

export const invalidInteger: Rule = {
  code: 'invalid-integer',
  severity: 'error',
  summary: 'An integer command with a value that is none.',
  check: function* (context): Iterable<Finding> {
    for (const { setting, value, known } of settingsInEffect(context)) {
      const { type } = setting.command;
      if ((type !== 'int' && type !== 'uint') || !known) continue;
      const reading = readInteger(value);
      const negative = type === 'uint' && reading.kind === 'value' && reading.value < 0;
      if (reading.kind !== 'invalid' && !negative) continue;
      const wanted = type === 'uint' ? 'an integer that is not negative' : 'an integer';
      const message = `Expected ${wanted} for '${writtenName(setting)}', found '${excerpt(value)}'.`;
      yield { ...valueSpan(setting), message };
    }
  },
};
