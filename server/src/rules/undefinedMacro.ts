import type { Assignment, Reference } from '../submit/index.ts';
import { findPredefinedMacro, lowerCase, referencesIn, spanIn } from '../submit/index.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { guess } from './rule.ts';
import { closest } from './words.ts';

/** What DAGMan gives to the jobs of its nodes. */
const fromDagman = new Set([
  'dag_status',
  'dagmanjobid',
  'failed_count',
  'job',
  'max_retries',
  'parent',
  'retry',
]);

export const undefinedMacro: Rule = {
  code: 'undefined-macro',
  severity: 'hint',
  summary: 'A macro that nothing sets, so that it is empty.',
  check: function* (context): Iterable<Finding> {
    if (!isSelfContained(context)) return;
    const known = knownNames(context);
    for (const assignment of context.assignments.referringToNothing) yield* findings(assignment, known);
  },
};

/** Whether everything that can set a macro was read; what condor_submit is given besides can not be known. */
const isSelfContained = ({ file }: RuleContext): boolean =>
  file.statements.every((statement) => {
    if (statement.kind === 'include') return statement.file !== undefined;
    if (statement.kind === 'use') return statement.category.text.toLowerCase() !== 'template';
    return statement.kind !== 'queue' || !statement.table;
  });

/** The names that something sets. */
interface KnownNames {
  readonly has: (name: string) => boolean;
  /** Those that a misspelt name can stand for. */
  readonly candidates: () => readonly string[];
}

const knownNames = ({ file, submissions }: RuleContext): KnownNames => {
  const tables = [...new Set([file.definitions, ...submissions.map(({ definitions }) => definitions)])];
  const variables = new Set(
    submissions.flatMap(({ queue }) => queue?.variables.map(({ text }) => text.toLowerCase()) ?? []),
  );
  let candidates: readonly string[] | undefined;
  return {
    has: (name) => variables.has(name) || tables.some((table) => table.has(name)),
    candidates: () =>
      (candidates ??= [
        ...new Set(tables.flatMap((table) => [...table.keys()])),
        ...variables,
        'cluster',
        'process',
      ].filter((name) => name.length > 2)),
  };
};

/** Whether a reference is to something that nothing sets, as far as anybody can know. */
const isUndefined = ({ kind, name, defaultStart }: Reference, own: string, known: KnownNames): boolean => {
  if (kind !== 'macro' || defaultStart !== undefined) return false;
  const lower = lowerCase(name);
  if (lower === '' || lower === own || known.has(lower) || lower.includes('$')) return false;
  if (known.has(`submit.${lower}`) || known.has(`my.${lower}`)) return false;
  return findPredefinedMacro(lower) === undefined && !fromDagman.has(lower) && !lower.includes('.');
};

const findings = function* ({ value, name }: Assignment, known: KnownNames): Iterable<Finding> {
  for (const reference of referencesIn(value.text)) {
    if (!isUndefined(reference, name, known)) continue;
    const span = spanIn(value, reference.start, reference.end);
    const written = `$(${reference.name})`;
    const meant = closest(reference.name, known.candidates());
    if (meant === undefined) {
      yield {
        ...span,
        message: `Nothing here sets ${written}, so it is empty, unless it is given to condor_submit or by DAGMan.`,
      };
    } else {
      yield {
        ...span,
        severity: 'warning',
        message: `Nothing sets ${written}, so it is empty. Did you mean $(${meant})?`,
        fixes: [guess(`Change to $(${meant})`, span, `$(${meant})`)],
      };
    }
  }
};
