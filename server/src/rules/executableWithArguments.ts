import { settingOf } from '../submit/index.ts';
import { replaceAssignment } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const executableWithArguments: Rule = {
  code: 'executable-with-arguments',
  severity: 'warning',
  summary: 'Arguments behind the name of the executable.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const executable = checkedSetting(submission, 'executable');
      const match = /^([^\s"']+)\s+(\S.*)$/.exec(executable?.value ?? '');
      if (executable?.known !== true || match === null || match[2]?.startsWith('#') === true) continue;
      if (context.fileExists(executable.value) === true) continue;
      const [, program = '', rest = ''] = match;
      const { assignment } = executable.setting;
      const certain =
        settingOf(submission, 'arguments') === undefined && assignment.value.text === executable.value;
      const lines = `${assignment.key.text} = ${program}\narguments = ${rest}`;
      yield {
        ...valueSpan(executable.setting),
        message: `The executable is one file name, here '${executable.value}' with its blanks. Arguments have a command of their own: arguments = ${rest}`,
        fixes: certain ? [replaceAssignment("Move them to 'arguments'", assignment, lines)] : [],
      };
    }
  },
};
