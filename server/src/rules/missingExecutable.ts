import { isLoopVariable, sampleValue } from '../submit/index.ts';
import { isUnreadable } from './notAStatement.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** Universes, by lower-case name, whose jobs can be without a program of their own. */
const without = new Set(['docker', 'container', 'grid', '9']);

export const missingExecutable: Rule = {
  code: 'missing-executable',
  severity: 'error',
  summary: 'No executable.',
  check: function* (context): Iterable<Finding> {
    if (mayBeMeant(context)) return;
    for (const submission of context.submissions) {
      if (submission.jobCount === 0) continue;
      const universe = sampleValue(submission, 'universe')?.text.trim().toLowerCase() ?? '';
      // HTCondor 23 does not know shell.
      const shell = context.dialect.version.major < 24 ? [] : ['shell'];
      const given = ['executable', ...shell, 'container_image', 'docker_image'].some(
        (name) => sampleValue(submission, name) !== undefined || isLoopVariable(submission, name),
      );
      if (given || without.has(universe) || context.file.statements.length === 0) continue;
      const { queue } = submission;
      const place = queue?.keyword ?? context.file.statements.at(-1);
      if (place === undefined) continue;
      yield {
        start: place.start,
        end: place.end,
        message: "No program to run: expected 'executable = FILE' before the queue statement.",
      };
    }
  },
};

/** A line that is wrong already may be the one that names the program, or the file is no submit file at all. */
const mayBeMeant = ({ file }: RuleContext): boolean =>
  file.problems.some(
    (problem) =>
      (problem.kind === 'not-a-statement' &&
        (problem.dagCommand || isUnreadable(problem.text) || isAboutProgram(problem.text))) ||
      ((problem.kind === 'illegal-identifier' ||
        problem.kind === 'colon-instead-of-equals' ||
        problem.kind === 'append-not-supported') &&
        isAboutProgram(problem.name)),
  );

const isAboutProgram = (text: string): boolean => /executable|container_image|docker_image|shell/i.test(text);
