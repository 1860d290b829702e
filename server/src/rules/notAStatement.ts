import { excerpt } from './words.ts';
import { problemRule } from './rule.ts';

export const notAStatement = problemRule(
  'not-a-statement',
  'error',
  'A line that is neither an assignment, a keyword nor a queue statement.',
  (problem) => {
    if (problem.dagCommand) {
      return {
        message:
          'This is a DAGMan command: the file looks like a DAG. Give it to condor_submit_dag, or write a submit file here.',
      };
    }
    const guess = /^([A-Za-z][\w.]*)\s+(\S.*)$/s.exec(problem.text);
    const hint = guess === null ? '' : ` If ${guess[1] ?? ''} is a command, put '=' after it.`;
    return {
      message: `Expected 'name = value', a queue statement or a keyword (if, include, use, ...), found '${excerpt(problem.text)}'.${hint}`,
    };
  },
);
