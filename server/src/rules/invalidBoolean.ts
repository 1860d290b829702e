import { readBoolean } from '../submit/index.ts';
import { isRead } from './isRead.ts';
import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';
import { settingsInEffect, valueSpan, writtenName } from './settings.ts';
import { excerpt } from './words.ts';

const meant: ReadonlyMap<string, string> = new Map([
  ['yes', 'true'],
  ['on', 'true'],
  ['t', 'true'],
  ['"true"', 'true'],
  ['no', 'false'],
  ['off', 'false'],
  ['f', 'false'],
  ['"false"', 'false'],
]);

export const invalidBoolean: Rule = {
  code: 'invalid-boolean',
  severity: 'error',
  summary: 'A boolean command with a value that is none.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, setting, value, known } of settingsInEffect(context)) {
      if (setting.command.type !== 'bool' || !known || readBoolean(value).kind !== 'invalid') continue;
      if (!isRead(setting.command, submission, context)) continue;
      const span = valueSpan(setting);
      const boolean = meant.get(value.toLowerCase());
      const message = `Expected true or false for '${writtenName(setting)}', found '${excerpt(value)}'.`;
      if (boolean === undefined || setting.assignment.value.text !== value) yield { ...span, message };
      else yield { ...span, message, fixes: [replacement(`Change to ${boolean}`, span, boolean)] };
    }
  },
};
