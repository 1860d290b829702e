import type { Command } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { guess } from './rule.ts';
import { settingsInEffect, valueSpan, writtenName } from './settings.ts';

const paths: ReadonlySet<Command['type']> = new Set(['path', 'path-dir', 'path-list']);

/** What a shell would replace in a file name: a home directory, a variable, the output of a command. */
const shellPattern =
  /(?:^|[,\s])(~\w*)(?=\/|$)|(?<![$\\])\$([A-Za-z_]\w*)(?![\w(])|(`[^`]*`)|(?<!\$)(\$\(\w+\s[^()]*\))/;

export const shellExpansion: Rule = {
  code: 'shell-expansion',
  severity: 'warning',
  summary: '~, $NAME or a command in a file name, which only a shell would replace.',
  check: function* (context): Iterable<Finding> {
    for (const { setting, value } of settingsInEffect(context)) {
      if (!paths.has(setting.command.type)) continue;
      const match = shellPattern.exec(value);
      if (match === null) continue;
      const [, tilde, variable, backquoted, command] = match;
      const span = valueSpan(setting);
      const { text, pieces } = setting.assignment.value;
      const written = tilde ?? (variable === undefined ? undefined : `$${variable}`);
      const [meant, advice] =
        tilde === '~'
          ? ['$ENV(HOME)', 'write $ENV(HOME)']
          : tilde !== undefined
            ? [undefined, 'write the whole path']
            : variable === undefined
              ? [
                  undefined,
                  'HTCondor runs nothing: set a macro to the name, or give it with condor_submit NAME=value',
                ]
              : /^(?:cluster|clusterid|process|procid|item)$/i.test(variable)
                ? [`$(${variable})`, `a macro is written $(${variable})`]
                : [
                    `$ENV(${variable})`,
                    `write $ENV(${variable}), or $(${variable}) for a macro of this file`,
                  ];
      const canFix = meant !== undefined && written !== undefined && text === value && pieces === undefined;
      yield {
        ...span,
        message: `No shell reads '${writtenName(setting)}': '${written ?? backquoted ?? command ?? ''}' stays as it is and becomes a part of the file name; ${advice}.`,
        fixes: canFix
          ? [
              guess(
                `Change to ${meant}`,
                span,
                text.replace(written, () => meant),
              ),
            ]
          : [],
      };
    }
  },
};
