import type { FileReference, ShimArguments, SubmitDescription } from '../protocol.ts';
import type { Diagnostic } from '../rules/rule.ts';
import type { Dialect, Scope, Setting, Span, Submission, SubmitFile } from '../submit/index.ts';
import {
  displayValue,
  expand,
  isLoopVariable,
  parseArguments,
  partsOf,
  jobRows,
  settingOf,
  submissionsOf,
  valueInRow,
} from '../submit/index.ts';
import { parseShimArguments } from './shimArguments.ts';

/** Files of `transfer_input_files` over all jobs that are listed at most. */
const fileLimit = 10_000;

type Located<T> = Omit<T, 'range'> & { readonly span: Span };
type LocatedFile = Located<FileReference>;

/** A SubmitDescription with offsets in place of ranges. */
export interface Description {
  readonly errors: readonly { readonly message: string; readonly span: Span }[];
  readonly jobCount: number | undefined;
  readonly initialDir: string | undefined;
  readonly files: Readonly<Partial<Record<'executable' | 'log' | 'output' | 'error' | 'input', LocatedFile>>>;
  readonly transferInput: readonly LocatedFile[];
  readonly included: readonly LocatedFile[];
  readonly shim: ShimArguments | undefined;
}

/** What the client needs to know about a submit file in order to package, upload and watch its jobs. */
export const describeSubmit = (
  file: SubmitFile,
  dialect: Dialect,
  diagnostics: readonly Diagnostic[],
): Description => {
  const submissions = submissionsOf(file, dialect);
  const first = submissions[0];
  const counts = submissions.map((submission) => submission.jobCount);
  const hasQueue = file.statements.some((statement) => statement.kind === 'queue' && statement.active);
  const jobCount = counts.reduce(
    (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
    0,
  );
  return {
    errors: diagnostics
      .filter((diagnostic) => diagnostic.severity === 'error')
      .map(({ message, start, end }) => ({ message, span: { start, end } })),
    jobCount: hasQueue || dialect.implicitQueue ? jobCount : 0,
    initialDir: first === undefined ? undefined : displayValue(first, 'initialdir'),
    files: first === undefined ? {} : filesOf(first),
    transferInput: transferInputOf(submissions),
    included: includedBy(file),
    shim: first === undefined ? undefined : shimOf(first),
  };
};

const fileNames = ['executable', 'log', 'output', 'error', 'input'] as const;

const filesOf = (submission: Submission): Description['files'] => {
  const files: Partial<Record<(typeof fileNames)[number], LocatedFile>> = {};
  for (const name of fileNames) {
    const path = displayValue(submission, name);
    const span = spanOf(submission, name);
    if (path !== undefined && span !== undefined) files[name] = { path, span };
  }
  return files;
};

/** Where a command gets its value: from an assignment, or from the items of the queue statement. */
const spanOf = (submission: Submission, name: string): Span | undefined => {
  const setting = settingOf(submission, name);
  if (setting !== undefined && !isLoopVariable(submission, name)) return valueSpanOf(setting);
  const { start, end } = submission.queue?.arguments ?? {};
  return start === undefined || end === undefined ? undefined : { start, end };
};

const valueSpanOf = (setting: Setting): Span => {
  const { start, end } = setting.assignment.value;
  return { start, end };
};

const transferInputOf = (submissions: readonly Submission[]): readonly LocatedFile[] => {
  const files = new Map<string, LocatedFile>();
  for (const submission of submissions) {
    const setting = settingOf(submission, 'transfer_input_files');
    if (isLoopVariable(submission, 'transfer_input_files')) {
      for (const found of itemsOfRows(submission))
        if (files.size < fileLimit && !files.has(found.path)) files.set(found.path, found);
      continue;
    }
    if (setting === undefined) continue;
    const perRow = setting.assignment.stored.includes('$');
    for (const { scope } of perRow ? jobRows(submission, fileLimit) : [{ scope: submission.display }]) {
      for (const found of itemsOf(setting, scope)) {
        if (files.size < fileLimit && !files.has(found.path)) files.set(found.path, found);
      }
    }
  }
  return [...files.values()];
};

/** The items of transfer_input_files where it is a loop variable; their place is that of the queue statement's items. */
const itemsOfRows = (submission: Submission): readonly LocatedFile[] => {
  const { queue } = submission;
  if (queue === undefined) return [];
  const { start, end } = queue.arguments;
  return jobRows(submission, fileLimit).flatMap((row) => {
    const text = expand(valueInRow(submission, row, 'transfer_input_files') ?? '', row.scope).text;
    return partsOf({ text, start: 0, end: 0 }, ',').map((part) => ({
      path: part.text,
      span: { start, end },
    }));
  });
};

/** The items of a list; exact places where the list is written without macros. */
const itemsOf = (setting: Setting, scope: Scope): readonly LocatedFile[] => {
  const { value, stored } = setting.assignment;
  const written = value.text === stored;
  const items = partsOf(written ? value : { text: stored, start: 0, end: 0 }, ',');
  return items.flatMap((item) => {
    const span = written ? { start: item.start, end: item.end } : valueSpanOf(setting);
    if (!item.text.includes('$')) return [{ path: item.text, span }];
    const expanded = expand(item.text, scope).text;
    return partsOf({ text: expanded, start: 0, end: 0 }, ',').map((part) => ({ path: part.text, span }));
  });
};

const includedBy = (file: SubmitFile): readonly LocatedFile[] =>
  file.statements.flatMap((statement): readonly LocatedFile[] => {
    if (!statement.active) return [];
    if (statement.kind === 'include' && statement.path !== undefined) {
      const { start, end } = statement.target;
      const below = statement.file === undefined ? [] : includedBy(statement.file);
      return [statement.path, ...below.map((inner) => inner.path)].map((path) => ({
        path,
        span: { start, end },
      }));
    }
    if (statement.kind !== 'queue' || statement.items.kind !== 'file') return [];
    const { text, start, end } = statement.items.path;
    return [{ path: text, span: { start, end } }];
  });

const shimOf = (submission: Submission): ShimArguments | undefined => {
  const executable = displayValue(submission, 'executable');
  if (executable === undefined || executable.replace(/^.*\//, '') !== 'shim_dmtcp') return undefined;
  const { words } = parseArguments(displayValue(submission, 'arguments') ?? '');
  return parseShimArguments(words.map((word) => word.text));
};

/** The protocol's form of a description. */
export const toProtocol = (
  description: Description,
  rangeOf: (span: Span) => FileReference['range'],
): SubmitDescription => {
  const place = ({ path, span }: LocatedFile): FileReference => ({ path, range: rangeOf(span) });
  const { jobCount, initialDir, shim } = description;
  const files = Object.entries(description.files).map(([name, found]) => [name, place(found)] as const);
  return {
    errors: description.errors.map(({ message, span }) => ({ message, range: rangeOf(span) })),
    transferInput: description.transferInput.map(place),
    included: description.included.map(place),
    ...Object.fromEntries(files),
    ...(jobCount === undefined ? {} : { jobCount }),
    ...(initialDir === undefined ? {} : { initialDir }),
    ...(shim === undefined ? {} : { shim }),
  };
};
