import { readSignal, signals } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { guess, replacement } from './rule.ts';
import { settingsInEffect, valueSpan, writtenName } from './settings.ts';
import { closest, excerpt } from './words.ts';

const names = [...signals.keys()].map((name) => `SIG${name}`);

export const invalidSignal: Rule = {
  code: 'invalid-signal',
  severity: 'error',
  summary: 'A signal that does not exist.',
  check: function* (context): Iterable<Finding> {
    for (const { setting, value, known } of settingsInEffect(context)) {
      if (setting.command.type !== 'signal' || !known || readSignal(value) !== undefined) continue;
      const span = valueSpan(setting);
      const message = `Expected a signal such as SIGINT, or its number, for '${writtenName(setting)}', found '${excerpt(value)}'.`;
      const full = `SIG${value.toUpperCase()}`;
      const meant = closest(value, names);
      if (readSignal(full) === undefined && meant !== undefined)
        yield {
          ...span,
          message: `${message} Did you mean ${meant}?`,
          fixes: [guess(`Change to ${meant}`, span, meant)],
        };
      else if (readSignal(full) === undefined) yield { ...span, message };
      else yield { ...span, message, fixes: [replacement(`Change to ${full}`, span, full)] };
    }
  },
};
