import type { NameEntry, Submission, SubmitFile } from '../submit/index.ts';
import { lettersOf, lowerCase } from '../submit/index.ts';
import type { Candidate } from './words.ts';
import { closestOf } from './words.ts';

/** The names that something in a file sets, in lower case: definitions and loop variables. */
export interface SetNames {
  readonly has: (name: string) => boolean;
  /** The same for a name that is at hand. */
  readonly includes: (name: NameEntry) => boolean;
  /** The one that a name is probably a misspelling of. */
  readonly closest: (name: string) => string | undefined;
}

export const setNamesOf = (file: SubmitFile, submissions: readonly Submission[]): SetNames => {
  const tables = [...new Set([file.definitions, ...submissions.map(({ definitions }) => definitions)])];
  const variables = new Set(
    submissions.flatMap(({ queue }) => queue?.variables.map(({ text }) => text.toLowerCase()) ?? []),
  );
  let candidates: readonly (readonly Candidate[])[] | undefined;
  const others = [...variables, 'Cluster', 'Process'].map((text) => ({ text, letters: lettersOf(text) }));
  // A misspelt macro is often referred to in several places.
  const known = new Map<string, string | undefined>();
  // By the number of the name.
  const included: (boolean | undefined)[] = [];
  return {
    has: (name) => variables.has(name) || tables.some((table) => table.has(name)),
    includes: (name) =>
      (included[name.id] ??=
        variables.has(name.text) || tables.some((table) => table.of(name) !== undefined)),
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
