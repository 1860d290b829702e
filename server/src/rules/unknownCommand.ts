import type { Assignment } from '../submit/index.ts';
import { commands, isKnownKey } from '../submit/index.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { guess, nothing } from './rule.ts';
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
  checkEach: {
    of: 'macros',
    check: (assignment, context) => (isUnknown(assignment, context) ? [finding(assignment)] : nothing),
  },
};

const isUnknown = ({ entry }: Assignment, { references }: RuleContext): boolean => {
  if (references.includes(entry)) return false;
  const name = entry.text;
  if (known.has(name)) return true;
  if (misspeltRequest(name) !== undefined) return true;
  return !name.includes('.') && !exempt.has(name) && !name.startsWith('submit') && !isKnownKey(name);
};

/** The requests that have a command; any other request_NAME asks for a resource that the pool has made up. */
const requests = ['request_memory', 'request_disk', 'request_cpus', 'request_gpus'];

/** Of a request for a resource of the pool's own, the command that it is probably a misspelling of. */
const misspeltRequest = (name: string): string | undefined =>
  name.startsWith('request_') ? closest(name, requests) : undefined;

const finding = (statement: Assignment): Finding => {
  const { key, name } = statement;
  const meant = known.get(name) ?? closest(name, names);
  const span = { start: key.start, end: key.end };
  const request = known.has(name) ? undefined : misspeltRequest(name);
  if (request !== undefined) {
    return {
      ...span,
      message: `'${key.text}' asks for a resource named '${name.slice('request_'.length)}', which few pools have: the job would match no machine. Did you mean '${request}'?`,
      fixes: [guess(`Change to '${request}'`, span, request)],
    };
  }
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
