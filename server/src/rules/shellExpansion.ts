import type { Command } from '../submit/index.ts';
import type { Finding, Fix, Rule } from './rule.ts';
import { guess } from './rule.ts';
import type { CheckedSetting } from './settings.ts';
import { settingsInEffect, valueSpan, writtenName } from './settings.ts';

const paths: ReadonlySet<Command['type']> = new Set(['path', 'path-dir', 'path-list']);

export const shellExpansion: Rule = {
  code: 'shell-expansion',
  severity: 'warning',
  summary: '~, $NAME or a command in a file name or the environment, which only a shell would replace.',
  check: function* (context): Iterable<Finding> {
    for (const checked of settingsInEffect(context)) {
      const { type } = checked.setting.command;
      const habit = paths.has(type)
        ? inPath(checked.value)
        : type === 'environment'
          ? inEnvironment(checked.value)
          : undefined;
      if (habit === undefined) continue;
      yield {
        ...valueSpan(checked.setting),
        message: `No shell reads '${writtenName(checked.setting)}': '${habit.written}' stays as it is. ${habit.advice}`,
        fixes: fixesFor(habit, checked),
      };
    }
  },
};

/** What a shell would replace, and what to write. */
interface Habit {
  readonly written: string;
  readonly advice: string;
  readonly meant?: string;
}

const home = /(?:^|[,\s])(~\w*)(?=\/|$)/;
const variable = /(?<![$\\])\$([A-Za-z_]\w*)(?![\w(])/;
const command = /`[^`]*`|(?<!\$)\$\(\w+\s[^()]*\)/;

const inPath = (value: string): Habit | undefined => {
  const tilde = home.exec(value)?.[1];
  if (tilde === '~') return { written: '~', meant: '$ENV(HOME)', advice: 'Write $ENV(HOME).' };
  if (tilde !== undefined) return { written: tilde, advice: 'Write the whole path.' };
  const name = variable.exec(value)?.[1];
  if (name !== undefined) return ofVariable(name);
  const written = command.exec(value)?.[0];
  if (written === undefined) return undefined;
  return {
    written,
    advice: 'HTCondor runs nothing here: set a macro to the name, or give it with condor_submit NAME=VALUE.',
  };
};

const inEnvironment = (value: string): Habit | undefined => {
  const name = /[=:]\$([A-Za-z_]\w*)(?![\w(])/.exec(value)?.[1];
  return name === undefined ? undefined : ofVariable(name);
};

const ofVariable = (name: string): Habit => {
  const written = `$${name}`;
  if (/^(?:cluster|clusterid|process|procid|item)$/i.test(name))
    return { written, meant: `$(${name})`, advice: `A macro is written $(${name}).` };
  return {
    written,
    meant: `$ENV(${name})`,
    advice: `Write $ENV(${name}) for its value at submission, or $(${name}) for a macro of this file.`,
  };
};

const fixesFor = ({ written, meant }: Habit, { setting, value }: CheckedSetting): readonly Fix[] => {
  const { text, pieces } = setting.assignment.value;
  if (meant === undefined || text !== value || pieces !== undefined) return [];
  return [
    guess(
      `Change to ${meant}`,
      valueSpan(setting),
      text.replace(written, () => meant),
    ),
  ];
};
