import type { NameEntry, Submission, SubmitFile } from '../submit/index.ts';
import { findPredefinedMacro, lettersOf, lowerCase } from '../submit/index.ts';
import type { Candidate } from './words.ts';
import { closestOf } from './words.ts';

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

/** The names that something sets: definitions in a file, loop variables, HTCondor. */
export interface SetNames {
  /** Whether nothing sets a name (in lower case), as far as anybody can know. */
  readonly isUnset: (name: string) => boolean;
  /** The same for a name that is at hand: of these each is looked at once. */
  readonly isUnsetName: (name: NameEntry) => boolean;
  /** The one in the file that a name is probably a misspelling of. */
  readonly closest: (name: string) => string | undefined;
}

export const setNamesOf = (file: SubmitFile, submissions: readonly Submission[]): SetNames => {
  const tables = [...new Set([file.definitions, ...submissions.map(({ definitions }) => definitions)])];
  const variables = new Set(
    submissions.flatMap(({ queue }) => queue?.variables.map(({ text }) => text.toLowerCase()) ?? []),
  );
  const has = (name: string): boolean => variables.has(name) || tables.some((table) => table.has(name));
  const isUnset = (name: string): boolean => {
    if (name === '' || name.includes('$') || name.includes('.')) return false;
    if (findPredefinedMacro(name) !== undefined || fromDagman.has(name)) return false;
    return !has(name) && !has(`submit.${name}`) && !has(`my.${name}`);
  };
  // By the number of the name.
  const unset: (boolean | undefined)[] = [];
  let candidates: readonly (readonly Candidate[])[] | undefined;
  const others = [...variables, 'Cluster', 'Process'].map((text) => ({ text, letters: lettersOf(text) }));
  // A misspelt macro is often referred to in several places.
  const known = new Map<string, string | undefined>();
  return {
    isUnset,
    isUnsetName: ({ id, text }) => (unset[id] ??= isUnset(text)),
    closest: (name) => {
      const lower = lowerCase(name);
      if (known.has(lower)) return known.get(lower);
      candidates ??= [...tables.map((table) => table.entries()), others];
      const found = closestOf(lower, ...candidates);
      known.set(lower, found);
      return found;
    },
  };
};
