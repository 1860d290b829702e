import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const missingMachineCount: Rule = {
  code: 'missing-machine-count',
  severity: 'error',
  summary: 'A parallel job without machine_count.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const universe = checkedSetting(submission, 'universe');
      if (universe === undefined || !/^(?:parallel|mpi|11)$/i.test(universe.value)) continue;
      if (checkedSetting(submission, 'machine_count') !== undefined) continue;
      yield { ...valueSpan(universe.setting), message: "A parallel job needs 'machine_count = NUMBER'." };
    }
  },
};
