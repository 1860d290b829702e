import { removeItem } from './lines.ts';
import type { Finding, Rule } from './rule.ts';

const dead = /^(?:libmtcp\.so(?:\.\d+)*|dmtcp_?hijack\.so)$/;

export const dmtcpDeadLibrary: Rule = {
  code: 'dmtcp-dead-library',
  severity: 'warning',
  summary: 'A library that DMTCP has not had since 2.0.',
  check: function* (context): Iterable<Finding> {
    for (const { inputs = [] } of context.dmtcpJobs) {
      for (const [index, input] of inputs.entries()) {
        if (!dead.test(input.name)) continue;
        yield {
          start: input.start,
          end: input.end,
          message: `'${input.name}' went away with DMTCP 2.0: its work is done by libdmtcp.so. A job whose list names a missing file is held.`,
          fixes: [{ title: `Remove ${input.name} from the list`, edits: [removeItem(inputs, index)] }],
        };
      }
    }
  },
};
