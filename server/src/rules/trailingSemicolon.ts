import type { Command } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { guess } from './rule.ts';
import { settingsInEffect, valueSpan, writtenName } from './settings.ts';

const types: ReadonlySet<Command['type']> = new Set(['path', 'path-dir', 'path-list', 'image', 'email']);

export const trailingSemicolon: Rule = {
  code: 'trailing-semicolon',
  severity: 'warning',
  summary: 'A semicolon at the end of a line, which becomes part of the name.',
  check: function* (context): Iterable<Finding> {
    for (const { setting, value } of settingsInEffect(context)) {
      if (!types.has(setting.command.type) || !/[^;];$/.test(value)) continue;
      const span = valueSpan(setting);
      const { text } = setting.assignment.value;
      yield {
        ...span,
        message: `Lines end without a mark: the ';' is part of the name in '${writtenName(setting)}'. Leave it out.`,
        fixes: text.endsWith(';') ? [guess("Remove the ';'", span, text.replace(/\s*;$/, ''))] : [],
      };
    }
  },
};
