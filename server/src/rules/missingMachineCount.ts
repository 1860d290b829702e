import { readBoolean } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const missingMachineCount: Rule = {
  code: 'missing-machine-count',
  severity: 'error',
  summary: 'A parallel job without machine_count.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      if (checkedSetting(submission, 'machine_count') !== undefined) continue;
      const universe = checkedSetting(submission, 'universe');
      const wanted = checkedSetting(submission, 'WantParallelScheduling');
      const reading = wanted?.known === true ? readBoolean(wanted.value) : undefined;
      const asked =
        universe !== undefined && /^(?:parallel|mpi|11)$/i.test(universe.value)
          ? universe
          : reading?.kind === 'value' && reading.value
            ? wanted
            : undefined;
      if (asked === undefined) continue;
      yield { ...valueSpan(asked.setting), message: "A parallel job needs 'machine_count = NUMBER'." };
    }
  },
};
