import type { Finding, Rule } from './rule.ts';
import { valueOptions } from './shimCall.ts';

/** Options that hardly any program but the shim has. */
const own = new Set(valueOptions.map((name) => `--${name}`).filter((name) => /ckpt|std|with-/.test(name)));

export const dmtcpOptionAfterProgram: Rule = {
  code: 'dmtcp-option-after-program',
  severity: 'hint',
  summary: 'An option of shim_dmtcp after the program.',
  check: function* (context): Iterable<Finding> {
    for (const { shim } of context.dmtcpJobs) {
      for (const word of shim?.command.slice(1) ?? []) {
        const name = word.text.replace(/=.*$/s, '');
        if (!own.has(name)) continue;
        yield {
          start: word.start,
          end: word.end,
          message: `'${name}' comes after the program, so the program gets it and not the shim: options of the shim come first.`,
        };
      }
    }
  },
};
