import type { Submission } from '../submit/index.ts';
import { expand, jobRows, settingOf } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';
import { pathOption } from './shimCall.ts';

export const outputsCollide: Rule = {
  code: 'outputs-collide',
  severity: 'warning',
  summary: 'Several jobs that write the same file.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      if (submission.jobCount === undefined || submission.jobCount < 2) continue;
      if (!isSameForAll(submission, settingOf(submission, 'initialdir')?.assignment.stored ?? '')) continue;
      for (const name of ['output', 'error']) {
        const setting = checkedSetting(submission, name)?.setting;
        if (setting === undefined || checkedSetting(submission, name)?.value === '/dev/null') continue;
        if (!isSameForAll(submission, setting.assignment.stored)) continue;
        yield { ...valueSpan(setting), message: messageFor(submission.jobCount, name) };
      }
    }
    for (const { submission, shim } of context.dmtcpJobs) {
      if (shim === undefined || submission.jobCount === undefined || submission.jobCount < 2) continue;
      const line = (settingOf(submission, 'arguments')?.assignment.stored ?? '').replace(
        /\$\((?:cluster|clusterid)\)/gi,
        '$(Cluster)',
      );
      if (!isSameForAll(submission, settingOf(submission, 'initialdir')?.assignment.stored ?? '')) continue;
      for (const name of ['log', 'stdout', 'stderr'] as const) {
        const word = pathOption(shim, name);
        // A word that is not written as it is may have come from a loop variable.
        if (word === undefined || !isSameForAll(submission, word.text) || !line.includes(word.text)) continue;
        yield { start: word.start, end: word.end, message: messageFor(submission.jobCount, `--${name}`) };
      }
    }
  },
};

/** Whether a value is surely the same for all jobs of a queue statement: the cluster's number is. */
const isSameForAll = (submission: Submission, stored: string): boolean => {
  const values = jobRows(submission, 2).map(({ scope }) => expand(stored, scope).text.trim());
  const [first = '', second = first] = values;
  return first === second && !first.replace(/\$\(Cluster\)/g, '').includes('$');
};

const messageFor = (jobs: number, name: string): string =>
  `All ${jobs} jobs write this file (${name}), so only what the last one wrote is left. Put $(Process) into the name.`;
