import type { Finding, Rule } from './rule.ts';
import { guess, nothing } from './rule.ts';

export const deprecatedCommand: Rule = {
  code: 'deprecated-command',
  severity: 'information',
  summary: 'A command that should not be used any more.',
  checkEach: {
    of: 'commands',
    check: (assignment): readonly Finding[] => {
      const { command } = assignment.entry;
      // unknown-command tells about those that have no effect at all.
      if (command?.deprecated === undefined || command.name === 'request_gpu_memory') return nothing;
      const { key } = assignment;
      const span = { start: key.start, end: key.end };
      const { insteadUse } = command;
      return [
        {
          ...span,
          tag: 'deprecated',
          message: `'${key.text}' should not be used any more. ${command.deprecated}`,
          fixes: insteadUse === undefined ? [] : [guess(`Change to '${insteadUse}'`, span, insteadUse)],
        },
      ];
    },
  },
};
