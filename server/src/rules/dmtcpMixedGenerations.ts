import { removeItem } from './lines.ts';
import type { Finding, Rule } from './rule.ts';

const first = /^(?:dmtcp_checkpoint|libmtcp\.so(?:\.\d+)*|dmtcp_?hijack\.so)$/;
const later = /^(?:dmtcp_launch|libdmtcp[\w-]*\.so)$/;

export const dmtcpMixedGenerations: Rule = {
  code: 'dmtcp-mixed-generations',
  severity: 'warning',
  summary: 'Files of DMTCP 1.x and of a later DMTCP in one list.',
  check: function* (context): Iterable<Finding> {
    for (const { inputs } of context.dmtcpJobs) {
      const index = inputs?.findIndex((input) => first.test(input.name)) ?? -1;
      const old = inputs?.[index];
      const current = inputs?.find((input) => later.test(input.name));
      if (inputs === undefined || old === undefined || current === undefined) continue;
      const fix = { title: `Remove ${old.name} from the list`, edits: [removeItem(inputs, index)] };
      // Where the tool that took its place is listed, there is no doubt which generation is meant.
      const isReplaced = inputs.some(({ name }) => name === 'dmtcp_launch');
      yield {
        start: old.start,
        end: old.end,
        message: `'${old.name}' is of DMTCP 1.x and '${current.name}' of a later one: they do not work together. List the files of one installation; "DMTCP: Package Shim and DMTCP into Submit Directory" does.`,
        fixes: [isReplaced ? fix : { ...fix, choice: true }],
      };
    }
  },
};
