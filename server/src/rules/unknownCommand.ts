import type { Assignment } from '../submit/index.ts';
import { commands, isKnownKey } from '../submit/index.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { guess } from './rule.ts';
import { closest } from './words.ts';

const names = commands.flatMap((command) => [command.name, ...(command.aliases ?? [])]);

/** Names that condor_submit reads without being commands, so that it does not complain about them. */
const exempt = new Set(['dag_status', 'failed_count', 'job', 'retry']);

/** Misspellings seen in public submit files that are too far from what was meant to be guessed. */
const known: ReadonlyMap<string, string> = new Map([
  ['transfer_files', 'should_transfer_files'],
  ['when_to_transfer_files', 'when_to_transfer_output'],
  ['requests_cpus', 'request_cpus'],
  ['request_cpu', 'request_cpus'],
  ['request_gpu', 'request_gpus'],
  ['request_gpu_memory', 'gpus_minimum_memory'],
  ['request_gpus_memory', 'gpus_minimum_memory'],
  ['cpu', 'request_cpus'],
  ['cpus', 'request_cpus'],
  ['memory', 'request_memory'],
  ['disk', 'request_disk'],
  ['gpus', 'request_gpus'],
  ['args', 'arguments'],
]);

export const unknownCommand: Rule = {
  code: 'unknown-command',
  severity: 'warning',
  summary: 'A name that is no command and that nothing uses as a macro.',
  check: function* (context) {
    for (const assignment of context.assignments.macros)
      if (isUnknown(assignment, context)) yield finding(assignment);
  },
};

const isUnknown = ({ name }: Assignment, { references }: RuleContext): boolean => {
  if (references.has(name)) return false;
  if (known.has(name)) return true;
  return !name.includes('.') && !exempt.has(name) && !name.startsWith('submit') && !isKnownKey(name);
};

const finding = (statement: Assignment): Finding => {
  const { key, name } = statement;
  const meant = known.get(name) ?? closest(name, names);
  const span = { start: key.start, end: key.end };
  if (meant === undefined) {
    return {
      ...span,
      severity: 'hint',
      tag: 'unused',
      message: `'${key.text}' is no command, and nothing uses it as $(${key.text}). Is it a typo?`,
    };
  }
  return {
    ...span,
    message: `'${key.text}' is no command and has no effect. Did you mean '${meant}'?`,
    fixes: [guess(`Change to '${meant}'`, span, meant)],
  };
};
