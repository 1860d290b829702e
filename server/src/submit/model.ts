import type { Command } from './catalog/index.ts';
import { commands, findCommand, predefinedMacro } from './catalog/index.ts';
import { columnsOf } from './columns.ts';
import { firstNumbers } from './definitions.ts';
import type { Expansion, LiveValue, Scope } from './macros.ts';
import { expand } from './macros.ts';
import { PlainMacros } from './plainMacros.ts';
import { jobCountOf, takenRows } from './queue.ts';
import type { Assignment, DefinitionMap, Queue, SubmitFile } from './syntax.ts';
import type { Dialect } from './version.ts';

/** What one queue statement submits: the commands in effect there, and its jobs. */
export interface Submission {
  /** Absent for the implicit queue statement of newer releases. */
  readonly queue: Queue | undefined;
  readonly dialect: Dialect;
  readonly definitions: DefinitionMap;
  readonly jobCount: number | undefined;
  /** Expands as for display: $(Cluster), $(Process) and their like stay as they are. */
  readonly display: Scope;
  /** Expands as for the first job of a first cluster, to check values. */
  readonly sample: Scope;
  /** The commands in effect. */
  readonly settings: ReadonlyMap<Command, Setting>;
  /** Values that were expanded in `sample` before: many rules ask for the same ones. */
  readonly samples: Map<Command, Expansion>;
  /** As expanded in `sample`. */
  readonly plainMacros: PlainMacros;
}

/** A command in effect. */
export interface Setting {
  readonly command: Command;
  readonly assignment: Assignment;
}

/** The submissions of a file, in order: one for each queue statement that counts, up to the parser's limit. */
export const submissionsOf = (
  file: SubmitFile,
  dialect: Dialect,
  /** Stands before a table of definitions, for who wants to know what is looked up. */
  view?: (table: DefinitionMap) => DefinitionMap,
): readonly Submission[] => {
  const submissions: Submission[] = [];
  let present: Spellings | undefined;
  const add = (queue: Queue | undefined, table: DefinitionMap, jobCount: number | undefined): void => {
    const definitions = view?.(table) ?? table;
    // Who wants to know what is looked up is told of all names.
    const names = (): Spellings =>
      view === undefined ? (present ??= spellingsIn(file.definitions)) : spellings;
    submissions.push(new QueuedSubmission(queue, dialect, definitions, jobCount, names));
  };
  for (const statement of queuesOf(file)) {
    if (statement.definitions === undefined) continue;
    add(statement, statement.definitions, jobCountOf(statement, dialect));
    if (!dialect.textAfterQueue) return submissions;
  }
  if (submissions.length === 0) add(undefined, file.definitions, 1);
  return submissions;
};

/** The queue statements; of a file that was parsed again they are known. */
const queuesOf = ({ trace, statements }: SubmitFile): readonly Queue[] =>
  trace === undefined
    ? statements.filter((statement): statement is Queue => statement.kind === 'queue')
    : trace.queue === undefined
      ? []
      : [trace.queue];

/** A class, as an object literal with a getter has a shape of its own each time, which holds what the getter does. */
class QueuedSubmission implements Submission {
  readonly display: Scope;
  readonly sample: Scope;
  readonly samples = new Map<Command, Expansion>();
  readonly plainMacros: PlainMacros;
  private found: Submission['settings'] | undefined;

  constructor(
    readonly queue: Queue | undefined,
    readonly dialect: Dialect,
    readonly definitions: DefinitionMap,
    readonly jobCount: number | undefined,
    private readonly names: () => Spellings,
  ) {
    const variables = variablesOf(queue, dialect);
    const display: Scope = {
      lookup: (name) =>
        prefixed(definitions, name) ??
        variables.get(name) ??
        definitions.find(name)?.stored ??
        predefinedMacro(name),
      dialect,
    };
    this.display = display;
    this.sample = {
      lookup: (name) => sampleNumber(definitions, dialect, name) ?? display.lookup(name),
      dialect,
      memo: new Map(),
    };
    this.plainMacros = new PlainMacros({
      definitions,
      before: variables,
      after: (name) => sampleValues.get(name) ?? predefinedMacro(name),
    });
    this.found = undefined;
  }

  /** Found when they are asked for: who only wants to know what a macro is worth need not wait for them. */
  get settings(): Submission['settings'] {
    return (this.found ??= settingsIn(this.definitions, this.names()));
  }
}

/** A submission with some of its assignments exchanged for others of the same names and values. */
export const exchangeAssignments = (
  submission: Submission,
  exchange: (assignment: Assignment) => Assignment,
): Submission => {
  const definitions = submission.definitions.mapped(exchange);
  return { ...submission, definitions, settings: settingsIn(definitions, spellings) };
};

/** What `SUBMIT.name` is set to, which counts before everything else. */
const prefixed = (definitions: DefinitionMap, name: string): string | undefined =>
  definitions.names.hasPrefixed ? definitions.get(`submit.${name}`)?.stored : undefined;

const settingsIn = (definitions: DefinitionMap, spelled: Spellings): ReadonlyMap<Command, Setting> => {
  const settings = new Map<Command, Setting>();
  for (const [command, names] of spelled) {
    for (const name of names) {
      const assignment = definitions.find(name);
      if (assignment === undefined) continue;
      settings.set(command, { command, assignment });
      break;
    }
  }
  return settings;
};

/** Commands with the names they are looked up by, in lower case: its own, its aliases, its attribute. */
type Spellings = readonly (readonly [Command, readonly string[]])[];

/** Of every command those that some table of a file can have: most are in none, and there can be many tables. */
const spellingsIn = ({ names }: DefinitionMap): Spellings =>
  names.hasPrefixed
    ? spellings
    : spellings.flatMap(([command, all]) => {
        const present = all.filter((name) => names.find(name) !== undefined);
        return present.length === 0 ? [] : [[command, present] as const];
      });

/** The names that a command is looked up by, in lower case: its own, its aliases, its attribute. */
const namesOf = ({ name, aliases = [], attribute }: Command): readonly string[] =>
  [name, ...aliases, ...(attribute === undefined ? [] : [attribute])].map((one) => one.toLowerCase());

const spellings: Spellings = commands.map((command) => [command, namesOf(command)]);

const sampleValues: ReadonlyMap<string, string> = new Map([
  ...firstNumbers,
  ['cluster', '1'],
  ['clusterid', '1'],
  ['jobid', '1.0'],
  ['joblistid', '1'],
  ['taskid', '0'],
]);

/** What a number of a job is for the first one, where no definition of the file takes its place. */
const sampleNumber = (
  definitions: DefinitionMap,
  { processIsMacro }: Dialect,
  name: string,
): string | undefined => {
  const number = sampleValues.get(name);
  if (number === undefined || !definitions.has(name)) return number;
  return processIsMacro || !/^(?:process|procid|cluster|clusterid)$/.test(name) ? undefined : number;
};

/** A row of items that a queue statement takes, or what stands for it where there are none. */
export interface JobRow {
  /** Its number among all rows: `$(Row)`. */
  readonly index: number;
  /** Expands for display with the loop variables of the row; $(Cluster) and $(Process) stay as they are. */
  readonly scope: Scope;
  /** The loop variables, by their names in lower case. */
  readonly variables: ReadonlyMap<string, string>;
}

const noVariables: ReadonlyMap<string, string> = new Map();
const emptyItem: ReadonlyMap<string, string> = new Map([['item', '']]);

/** The rows of items that the queue statement takes, at most `limit`; one alone where there are no items or nobody knows them. */
export const jobRows = (submission: Submission, limit: number): readonly JobRow[] => {
  const { queue, dialect, display } = submission;
  const rows = rowsOf(queue, limit);
  if (rows === undefined) return [{ index: 0, scope: display, variables: noVariables }];
  const names = loopNames(queue);
  let variables = noVariables;
  return rows.map(({ index, text }) => {
    variables = variablesIn(text, names, variables, dialect);
    return { index, variables, scope: rowScope(submission, variables) };
  });
};

const rowScope = ({ definitions, display, dialect }: Submission, variables: JobRow['variables']): Scope => ({
  lookup: (name) => prefixed(definitions, name) ?? variables.get(name) ?? display.lookup(name),
  dialect,
});

/** What a row gives the loop variables, after the row before. */
const variablesIn = (
  row: string,
  names: readonly string[],
  before: JobRow['variables'],
  { blankRowRepeats, fillsColumns }: Dialect,
): JobRow['variables'] => {
  if (blankRowRepeats && row.trim() === '') return before;
  const columns = columnsOf(row, names.length);
  const missing = (name: string): string => (fillsColumns ? '' : (before.get(name) ?? ''));
  return new Map(names.map((name, column) => [name, columns[column] ?? missing(name)] as const));
};

/** The loop variables' names, in lower case. */
const loopNames = (queue: Queue | undefined): readonly string[] =>
  queue === undefined || queue.variables.length === 0
    ? ['item']
    : queue.variables.map(({ text }) => text.toLowerCase());

const rowsOf = (
  queue: Queue | undefined,
  limit: number,
): readonly { readonly index: number; readonly text: string }[] | undefined => {
  if (queue?.mode === undefined || queue.table) return undefined;
  const { items, slice } = queue;
  const all = items.kind === 'list' || items.kind === 'file' ? items.rows : undefined;
  if (all === undefined || (slice?.step ?? 1) < 1) return undefined;
  const { from, to, step } = takenRows(slice, all.length);
  const rows: { readonly index: number; readonly text: string }[] = [];
  for (let index = from; index < to && rows.length < limit; index += step)
    rows.push({ index, text: all.at(index)?.text ?? '' });
  return rows;
};

/**
 * What a command is given for the jobs of a row, not expanded: a loop variable with its name counts before what is
 * written in the file. Undefined where it is not set.
 */
export const valueInRow = (submission: Submission, row: JobRow, command: string): string | undefined => {
  const { definitions } = submission;
  const found = findCommand(command);
  if (found === undefined) return undefined;
  for (const name of namesOf(found)) {
    const value = prefixed(definitions, name) ?? row.variables.get(name) ?? definitions.find(name)?.stored;
    if (value !== undefined) return value;
  }
  return undefined;
};

/** The loop variables of the first job; live where the items are not known. */
const variablesOf = (queue: Queue | undefined, dialect: Dialect): ReadonlyMap<string, string | LiveValue> => {
  if (queue?.mode === undefined) return dialect.emptiesItem ? emptyItem : noVariables;
  const row = rowsOf(queue, 1)?.[0];
  if (row !== undefined) return variablesIn(row.text, loopNames(queue), noVariables, dialect);
  const names = queue.variables.length === 0 ? ['Item'] : queue.variables.map(({ text }) => text);
  return new Map(names.map((name) => [name.toLowerCase(), { live: `$(${name})` }] as const));
};

/** Whether the queue statement sets a command (its main name) for each job, by the first of its names that is set. */
export const isLoopVariable = ({ queue, definitions }: Submission, name: string): boolean => {
  if (queue?.mode === undefined || queue.variables.length === 0) return false;
  const command = findCommand(name);
  const names = command === undefined ? [] : namesOf(command);
  const isLoop = (one: string): boolean => queue.variables.some(({ text }) => text.toLowerCase() === one);
  const first = names.find((one) => isLoop(one) || definitions.find(one) !== undefined);
  return first !== undefined && isLoop(first);
};

/** The value that `command` (its main name) has in a submission; an alias counts when the main name is absent. */
export const settingOf = (submission: Submission, name: string): Setting | undefined => {
  const command = findCommand(name);
  return command === undefined ? undefined : submission.settings.get(command);
};

/** The expanded, trimmed value of a command for display; undefined when it is not set or empty. */
export const displayValue = (submission: Submission, name: string): string | undefined =>
  nonEmpty(expand(displayed(submission, name) ?? '', submission.display).text);

/** The expanded value of a command as the first job gets it; undefined when it is not set or empty. */
export const sampleValue = (submission: Submission, name: string): Expansion | undefined => {
  const setting = settingOf(submission, name);
  if (setting === undefined) return undefined;
  const { samples, sample } = submission;
  const expansion = samples.get(setting.command) ?? expand(setting.assignment.stored, sample);
  samples.set(setting.command, expansion);
  return expansion.text.trim() === '' ? undefined : expansion;
};

/** The value for display; that of the first job where it is a loop variable. */
const displayed = (submission: Submission, name: string): string | undefined => {
  const [first] = isLoopVariable(submission, name) ? jobRows(submission, 1) : [];
  return first === undefined
    ? settingOf(submission, name)?.assignment.stored
    : valueInRow(submission, first, name);
};

const nonEmpty = (text: string | undefined): string | undefined => {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
};
