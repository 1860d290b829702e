import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';
import { settingsInEffect, valueSpan, writtenName } from './settings.ts';

const paths = new Set(['executable', 'input', 'output', 'error', 'log', 'initialdir']);

export const quotedPath: Rule = {
  code: 'quoted-path',
  severity: 'warning',
  summary: 'Quotes around a file name, which become part of it.',
  check: function* (context): Iterable<Finding> {
    for (const { setting, value } of settingsInEffect(context)) {
      if (!paths.has(setting.command.name) || !/^(["']).+\1$/.test(value)) continue;
      const span = valueSpan(setting);
      const { text } = setting.assignment.value;
      yield {
        ...span,
        message: `Quotes are part of the name in '${writtenName(setting)}': leave them out. Blanks need none.`,
        fixes: /^(["']).+\1$/.test(text) ? [replacement('Remove the quotes', span, text.slice(1, -1))] : [],
      };
    }
  },
};
