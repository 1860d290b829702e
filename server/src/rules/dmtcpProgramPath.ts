import type { Finding, Rule } from './rule.ts';
import { replacement } from './rule.ts';

export const dmtcpProgramPath: Rule = {
  code: 'dmtcp-program-path',
  severity: 'warning',
  summary: 'A transferred program named without ./.',
  check: function* (context): Iterable<Finding> {
    for (const { shim, inputs } of context.dmtcpJobs) {
      const program = shim?.command[0];
      if (program === undefined || program.text.includes('/')) continue;
      if (inputs?.some((input) => input.name === program.text) !== true) continue;
      const span = { start: program.start, end: program.end };
      yield {
        ...span,
        message: `'${program.text}' without a directory is looked for in PATH, not in the sandbox: expected './${program.text}'.`,
        fixes: [replacement(`Change to './${program.text}'`, span, `./${program.text}`)],
      };
    }
  },
};
