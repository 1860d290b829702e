import type { Submission, SubmitFile } from '../submit/index.ts';

/** The names that something in a file sets, in lower case: definitions and loop variables. */
export interface SetNames {
  readonly has: (name: string) => boolean;
  /** Lists of those that a misspelt name can stand for; some can come twice. */
  readonly candidates: () => readonly Iterable<string>[];
}

export const setNamesOf = (file: SubmitFile, submissions: readonly Submission[]): SetNames => {
  const tables = [...new Set([file.definitions, ...submissions.map(({ definitions }) => definitions)])];
  const variables = new Set(
    submissions.flatMap(({ queue }) => queue?.variables.map(({ text }) => text.toLowerCase()) ?? []),
  );
  return {
    has: (name) => variables.has(name) || tables.some((table) => table.has(name)),
    candidates: () => [...tables.map((table) => table.keys()), variables, ['Cluster', 'Process']],
  };
};
