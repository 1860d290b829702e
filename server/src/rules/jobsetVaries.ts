import type { Scope, Submission } from '../submit/index.ts';
import { expand, jobRows } from '../submit/index.ts';
import type { CheckedSetting } from './settings.ts';
import { checkedSetting, valueSpan } from './settings.ts';
import type { Finding, Rule } from './rule.ts';

export const jobsetVaries: Rule = {
  code: 'jobset-varies',
  severity: 'error',
  summary: 'Jobs of one submission in different job sets.',
  check: function* (context): Iterable<Finding> {
    let first: string | undefined;
    for (const submission of context.submissions) {
      const jobset = checkedSetting(submission, 'jobset');
      if (jobset === undefined) continue;
      for (const name of namesOf(jobset, submission)) {
        first ??= name;
        if (name === first) continue;
        const message = `All jobs of a submission are in one job set: expected '${first}' for each, found '${name}' too.`;
        yield { ...valueSpan(jobset.setting), message };
        return;
      }
    }
  },
};

const numbers = new Set(['process', 'procid', 'step', 'row', 'itemindex']);

/** The names that two neighbouring jobs get; one where there is one job only. */
const namesOf = ({ setting }: CheckedSetting, submission: Submission): readonly string[] => {
  const scopes = jobRows(submission, 2).map(({ scope }) => scope);
  const [only] = scopes;
  const jobs =
    scopes.length > 1 || only === undefined || (submission.jobCount ?? 1) < 2 ? scopes : [only, only];
  return jobs.map((scope, number) => expand(setting.assignment.stored, numbered(scope, number)).text);
};

const numbered = (scope: Scope, number: number): Scope => ({
  lookup: (name) => (numbers.has(name) ? String(number) : scope.lookup(name)),
});
