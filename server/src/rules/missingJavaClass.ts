import { parseArguments } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, placeFor, universeOf } from './settings.ts';

export const missingJavaClass: Rule = {
  code: 'missing-java-class',
  severity: 'error',
  summary: 'A Java job without the class to run.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      if (universeOf(submission) !== 'java') continue;
      if (checkedSetting(submission, 'arguments2') !== undefined) continue;
      const value = checkedSetting(submission, 'arguments')?.value ?? '';
      const place = placeFor(submission, 'universe');
      if (parseArguments(value).words.length > 0 || place === undefined) continue;
      const message =
        "A Java job runs a class, whose name is the first argument: expected 'arguments = CLASS ...'.";
      yield { ...place, message };
    }
  },
};
