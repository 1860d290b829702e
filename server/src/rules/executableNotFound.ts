import type { Submission } from '../submit/index.ts';
import { readBoolean, sampleValue } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import type { CheckedSetting } from './settings.ts';
import { checkedSetting, valueSpan } from './settings.ts';
import { excerpt } from './words.ts';

/** Universes whose executable is not a file of the access point. */
const elsewhere = new Set(['vm', '13', 'grid', '9', 'docker', 'container', 'java', '10']);

export const executableNotFound: Rule = {
  code: 'executable-not-found',
  severity: 'error',
  summary: 'An executable that does not exist.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const executable = programFile(submission);
      if (executable === undefined || context.fileExists(executable.value) !== false) continue;
      const advice = /^".*"$/.test(executable.value)
        ? 'Quotes are part of the name: leave them out.'
        : executable.value.endsWith(';')
          ? "The ';' is part of the name: leave it out."
          : 'The name is relative to the directory of submission, not to initialdir.';
      yield {
        ...valueSpan(executable.setting),
        message: `Cannot find the executable '${excerpt(executable.value, 200)}'. ${advice}`,
      };
    }
  },
};

/** The executable, where condor_submit looks at the file: it is transferred and checks are not off. */
export const programFile = (submission: Submission): CheckedSetting | undefined => {
  const executable = checkedSetting(submission, 'executable');
  if (executable?.known !== true || executable.value.includes('$$(')) return undefined;
  const transfer = readBoolean(sampleValue(submission, 'transfer_executable')?.text.trim() ?? 'true');
  if (transfer.kind !== 'value' || !transfer.value) return undefined;
  const universe = sampleValue(submission, 'universe')?.text.trim().toLowerCase() ?? '';
  const checks = sampleValue(submission, 'skip_filechecks')?.text.trim();
  return elsewhere.has(universe) || checks === 'warn' ? undefined : executable;
};
