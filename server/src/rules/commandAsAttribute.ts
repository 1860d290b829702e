import type { Command } from '../submit/index.ts';
import { commands } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { guess, nothing } from './rule.ts';

/** Commands by what their attributes are stored under. */
const byKey: ReadonlyMap<string, Command> = new Map(
  commands.flatMap((command) =>
    command.attribute === undefined ? [] : [[`my.${command.attribute.toLowerCase()}`, command] as const],
  ),
);

/** Types whose values are written the same way in an attribute and in a command. */
const alike = new Set<Command['type']>([
  'bool',
  'expr-bool',
  'expr-int',
  'expr-float',
  'int',
  'int-or-expr',
  'uint',
  'duration-seconds',
]);

export const commandAsAttribute: Rule = {
  code: 'command-as-attribute',
  severity: 'hint',
  summary: 'A job attribute set by hand where there is a command for it.',
  checkEach: {
    of: 'attributes',
    check: (assignment): readonly Finding[] => {
      const { name, style } = assignment;
      const command = style === 'attribute' ? byKey.get(name) : undefined;
      if (command === undefined || name === 'my.requirements' || command.universes !== undefined)
        return nothing;
      const { key } = assignment;
      const span = { start: key.start, end: key.end };
      return [
        {
          ...span,
          message: `The command '${command.name}' sets this attribute, and checks its value; '${key.text}' takes its place unchecked.`,
          fixes: alike.has(command.type) ? [guess(`Change to '${command.name}'`, span, command.name)] : [],
        },
      ];
    },
  },
};
