import type { JobPreview, JobsPreview } from '../protocol.ts';
import type { Dialect, JobRow, Scope, Submission, SubmitFile } from '../submit/index.ts';
import { expand, jobRows, submissionsOf, valueInRow } from '../submit/index.ts';

/** Jobs that are looked at for collisions, and shown at most. */
const jobLimit = 1000;

/**
 * The first jobs of a file with their files and arguments, `$(Cluster)` kept, at most `limit`; the whole number where it
 * is known. Two jobs that write one file collide: each row names the commands.
 */
export const previewJobs = (file: SubmitFile, dialect: Dialect, limit: number): JobsPreview => {
  const submissions = submissionsOf(file, dialect);
  const rows: Row[] = [];
  let total: number | undefined = 0;
  for (const submission of submissions) {
    addRows(submission, rows);
    total =
      total === undefined || submission.jobCount === undefined ? undefined : total + submission.jobCount;
  }
  const writers = writersOf(rows);
  const shown = rows.slice(0, Math.max(0, Math.min(limit, jobLimit)));
  return {
    rows: shown.map((row) => preview(row, writers)),
    ...(total === undefined ? {} : { total }),
  };
};

type ShownCommand = (typeof shownCommands)[number];

/** One job's expanded values; commands that it does not set are absent. */
type Row = ReadonlyMap<ShownCommand | 'initialdir', string>;

const shownCommands = ['executable', 'arguments', 'input', 'output', 'error', 'log'] as const;
const written = ['output', 'error'] as const;

const addRows = (submission: Submission, rows: Row[]): void => {
  const left = jobLimit - rows.length;
  const { queue, jobCount } = submission;
  const items = jobRows(submission, left);
  // Where the items are not known, one job stands for all.
  const perItem =
    jobCount === undefined
      ? 1
      : queue?.mode === undefined
        ? jobCount
        : Math.ceil(jobCount / Math.max(1, items.length));
  const count = queue?.mode === undefined ? perItem : (queue.count?.number ?? 1);
  for (const item of items)
    for (let step = 0; step < count && rows.length < jobLimit; step++)
      rows.push(rowOf(submission, item, jobScope(submission, item, { process: rows.length, step })));
};

const jobScope = (
  { definitions, dialect }: Submission,
  { scope, index, variables }: JobRow,
  { process, step }: { readonly process: number; readonly step: number },
): Scope => {
  const numbers: ReadonlyMap<string, number> = new Map([
    ['step', step],
    ['row', index],
    ['itemindex', index],
  ]);
  return {
    lookup: (name) => {
      if (variables.has(name)) return scope.lookup(name);
      const isProcess = name === 'process' || name === 'procid';
      if (definitions.has(name) && (!isProcess || dialect.processIsMacro)) return scope.lookup(name);
      return isProcess ? String(process) : (numbers.get(name)?.toString() ?? scope.lookup(name));
    },
    dialect,
  };
};

const rowOf = (submission: Submission, item: JobRow, scope: Scope): Row => {
  const row = new Map<ShownCommand | 'initialdir', string>();
  for (const name of [...shownCommands, 'initialdir'] as const) {
    const value = expand(valueInRow(submission, item, name) ?? '', scope).text;
    if (value.trim() !== '') row.set(name, value);
  }
  return row;
};

/** How many jobs write each file. */
const writersOf = (rows: readonly Row[]): ReadonlyMap<string, number> => {
  const writers = new Map<string, number>();
  for (const row of rows) {
    const files = new Set(written.flatMap((name) => fileOf(row, name) ?? []));
    for (const path of files) writers.set(path, (writers.get(path) ?? 0) + 1);
  }
  return writers;
};

const fileOf = (row: Row, name: (typeof written)[number]): string | undefined => {
  const value = row.get(name);
  if (value === undefined || value === '/dev/null') return undefined;
  const directory = row.get('initialdir');
  return value.startsWith('/') || directory === undefined ? value : `${directory}/${value}`;
};

const preview = (row: Row, writers: ReadonlyMap<string, number>): JobPreview => ({
  ...Object.fromEntries(shownCommands.flatMap((name) => (row.has(name) ? [[name, row.get(name)]] : []))),
  collisions: written.filter((name) => (writers.get(fileOf(row, name) ?? '') ?? 0) > 1),
});
