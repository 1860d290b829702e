import type { Command } from './catalog/index.ts';
import { commands, findCommand, predefinedMacro } from './catalog/index.ts';
import { columnsOf } from './columns.ts';
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
    submissions.push(new QueuedSubmission(queue, definitions, jobCount, names));
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
    readonly definitions: DefinitionMap,
    readonly jobCount: number | undefined,
    private readonly names: () => Spellings,
  ) {
    const variables = variablesOf(queue);
    const display: Scope = {
      lookup: (name) => variables.get(name) ?? definitions.find(name)?.stored ?? predefinedMacro(name),
    };
    this.display = display;
    this.sample = {
      lookup: (name) => sampleValues.get(name) ?? display.lookup(name),
      memo: new Map(),
    };
    this.plainMacros = new PlainMacros({
      definitions,
      before: [variables, sampleValues],
      after: predefinedMacro,
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

const spellings: Spellings = commands.map((command) => [
  command,
  [
    command.name,
    ...(command.aliases ?? []),
    ...(command.attribute === undefined ? [] : [command.attribute]),
  ].map((name) => name.toLowerCase()),
]);

const sampleValues: ReadonlyMap<string, string> = new Map([
  ['cluster', '1'],
  ['clusterid', '1'],
  ['process', '0'],
  ['procid', '0'],
  ['jobid', '1.0'],
  ['joblistid', '1'],
  ['step', '0'],
  ['row', '0'],
  ['itemindex', '0'],
  ['taskid', '0'],
]);

/** A scope for display with the loop variables of one row of items. */
const rowScope = (submission: Submission, row: string): Scope => {
  const queue = submission.queue;
  const names =
    queue === undefined || queue.variables.length === 0 ? ['Item'] : queue.variables.map((v) => v.text);
  const columns = columnsOf(row, names.length);
  const values = new Map(names.map((name, index) => [name.toLowerCase(), columns[index] ?? ''] as const));
  return { lookup: (name) => values.get(name) ?? submission.display.lookup(name) };
};

/**
 * One scope for each row of items that the queue statement takes, at most `limit`; one alone where there are no items
 * or nobody knows them. $(Cluster) and $(Process) stay as they are.
 */
export const rowScopes = (submission: Submission, limit: number): readonly Scope[] => {
  const rows = rowsOf(submission.queue, limit);
  return rows === undefined ? [submission.display] : rows.map((row) => rowScope(submission, row));
};

const rowsOf = (queue: Queue | undefined, limit: number): readonly string[] | undefined => {
  if (queue?.mode === undefined || queue.table) return undefined;
  const { items, slice } = queue;
  const all = items.kind === 'list' || items.kind === 'file' ? items.rows : undefined;
  if (all === undefined || (slice?.step ?? 1) < 1) return undefined;
  const { from, to, step } = takenRows(slice, all.length);
  const rows: string[] = [];
  for (let index = from; index < to && rows.length < limit; index += step)
    rows.push(all.at(index)?.text ?? '');
  return rows;
};

/** The loop variables of the first job; live where the items are not known. */
const variablesOf = (queue: Queue | undefined): ReadonlyMap<string, string | LiveValue> => {
  if (queue?.mode === undefined) return new Map([['item', '']]);
  const names = queue.variables.length === 0 ? ['Item'] : queue.variables.map((variable) => variable.text);
  const row = rowsOf(queue, 1)?.[0];
  const columns = row === undefined ? undefined : columnsOf(row, names.length);
  return new Map(
    names.map(
      (name, index) =>
        [
          name.toLowerCase(),
          columns === undefined ? { live: `$(${name})` } : (columns[index] ?? ''),
        ] as const,
    ),
  );
};

/** The value that `command` (its main name) has in a submission; an alias counts when the main name is absent. */
export const settingOf = (submission: Submission, name: string): Setting | undefined => {
  const command = findCommand(name);
  return command === undefined ? undefined : submission.settings.get(command);
};

/** The expanded, trimmed value of a command for display; undefined when it is not set or empty. */
export const displayValue = (submission: Submission, name: string): string | undefined =>
  nonEmpty(expansionOf(submission, name, submission.display)?.text);

/** The expanded value of a command as the first job gets it; undefined when it is not set or empty. */
export const sampleValue = (submission: Submission, name: string): Expansion | undefined => {
  const setting = settingOf(submission, name);
  if (setting === undefined) return undefined;
  const { samples, sample } = submission;
  const expansion = samples.get(setting.command) ?? expand(setting.assignment.stored, sample);
  samples.set(setting.command, expansion);
  return expansion.text.trim() === '' ? undefined : expansion;
};

const expansionOf = (submission: Submission, name: string, scope: Scope): Expansion | undefined => {
  const setting = settingOf(submission, name);
  return setting === undefined ? undefined : expand(setting.assignment.stored, scope);
};

const nonEmpty = (text: string | undefined): string | undefined => {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
};
