import type { Fix } from './rule.ts';
import { problemRule, replacement } from './rule.ts';

export const invalidQueueCount = problemRule(
  'invalid-queue-count',
  'error',
  'A queue count that is no number.',
  (problem, { file }) => {
    const message = `Expected a number of jobs, or [COUNT] [VARIABLES] in|from|matching ITEMS after queue, found '${problem.text}'.`;
    const [, lead = '', count, trail = ''] = /^(=\s*)?(\d+)(\s*[;,.])?$/.exec(problem.text) ?? [];
    if (count === undefined && file.definitions.has(problem.text.toLowerCase()))
      return {
        message: `${message} The macro is written $(${problem.text}).`,
        fixes: [replacement(`Change to $(${problem.text})`, problem, `$(${problem.text})`)],
      };
    if (count === undefined) return { message };
    const spare = (lead || trail).trim();
    const fixes: readonly Fix[] = [replacement(`Change to 'queue ${count}'`, problem, count)];
    return { message: `${message} Leave out the '${spare}'.`, fixes };
  },
);
