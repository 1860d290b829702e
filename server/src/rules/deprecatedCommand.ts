import type { Finding, Rule } from './rule.ts';
import { guess } from './rule.ts';

export const deprecatedCommand: Rule = {
  code: 'deprecated-command',
  severity: 'information',
  summary: 'A command that should not be used any more.',
  check: function* (context): Iterable<Finding> {
    for (const { assignment, command } of context.assignments.commands) {
      // unknown-command tells about those that have no effect at all.
      if (command.deprecated === undefined || command.name === 'request_gpu_memory') continue;
      const { key } = assignment;
      const span = { start: key.start, end: key.end };
      const { insteadUse } = command;
      yield {
        ...span,
        tag: 'deprecated',
        message: `'${key.text}' should not be used any more. ${command.deprecated}`,
        fixes: insteadUse === undefined ? [] : [guess(`Change to '${insteadUse}'`, span, insteadUse)],
      };
    }
  },
};
