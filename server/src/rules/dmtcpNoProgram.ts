import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const dmtcpNoProgram: Rule = {
  code: 'dmtcp-no-program',
  severity: 'warning',
  summary: 'shim_dmtcp without a program to run.',
  check: function* (context): Iterable<Finding> {
    for (const { submission, shim, place } of context.dmtcpJobs) {
      if (shim === undefined || shim.command.length > 0 || shim.unknown.length > 0) continue;
      if (shim.incomplete !== undefined) continue;
      const setting = checkedSetting(submission, 'arguments')?.setting;
      yield {
        ...(setting === undefined ? place : valueSpan(setting)),
        message:
          'shim_dmtcp has nothing to run: expected the program and its arguments after the options, as in arguments = "--log shim.log ./program argument".',
      };
    }
  },
};
