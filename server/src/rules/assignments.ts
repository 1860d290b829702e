import type {
  Assignment,
  Command,
  CommandPattern,
  DefinitionMap,
  NameEntry,
  OtherStatement,
  Statement,
  SubmitFile,
  Submission,
} from '../submit/index.ts';
import { commandStoredAs, findPattern, marks, MarkSearch, Search, visitOtherNames } from '../submit/index.ts';

/** An assignment of a known command, by its name or an alias. */
export interface CommandAssignment {
  readonly assignment: Assignment;
  readonly command: Command;
}

/** Assignments that count, grouped by what rules look for: each rule sees only those that it is about. */
export interface AssignmentGroups {
  /** Of known commands. */
  readonly commands: readonly Assignment[];
  /** Neither of commands nor of job attributes: macros, or misspelt commands. */
  readonly macros: readonly Assignment[];
  /** Of job attributes: `+Attr`, `MY.Attr`. */
  readonly attributes: readonly Assignment[];
  /** That refer to a name which is set at the same place or below, too. */
  readonly referringDown: readonly Assignment[];
  /** That refer, without a default, to a name which nothing sets, in a file at least. */
  readonly referringToNothing: readonly Assignment[];
  /** With a macro function in the value. */
  readonly withFunctions: readonly Assignment[];
  /** With a `$` that begins nothing that condor_submit would expand. */
  readonly withStrayDollar: readonly Assignment[];
  /** With a `#` anywhere, but for here-documents. */
  readonly withNumberSign: readonly Assignment[];
  /** With a single quote anywhere. */
  readonly withSingleQuote: readonly Assignment[];
  /** With characters as word processors set them. */
  readonly withTypography: readonly Assignment[];
  /** Put together from several lines, but for here-documents. */
  readonly glued: readonly Assignment[];
  /** Whose name is put together from macros; those that do not count, too. */
  readonly withMacrosInKey: readonly Assignment[];
}

export type AssignmentKind = keyof AssignmentGroups;

/** Takes what is seen on the way. */
export interface StatementVisitor {
  /** A name that a value refers to, that of an assignment that does not count included. */
  readonly onName?: (name: NameEntry) => void;
  readonly onOther?: (statement: OtherStatement) => void;
}

/** Groups the assignments among some statements of a file, in the order of the text, in one walk. */
export const groupAssignments = (
  statements: readonly Statement[],
  file: SubmitFile,
  visitor: StatementVisitor = {},
): AssignmentGroups => {
  const { definitions } = file;
  const { onName, onOther } = visitor;
  // Of a few statements, each is searched by itself, not the text behind it.
  const search = statements === file.statements ? new MarkSearch(file.text) : undefined;
  const withMacrosInKey: Assignment[] = [];
  const commands: Assignment[] = [];
  const macros: Assignment[] = [];
  const attributes: Assignment[] = [];
  const referringDown: Assignment[] = [];
  const referringToNothing: Assignment[] = [];
  const withFunctions: Assignment[] = [];
  const withStrayDollar: Assignment[] = [];
  const withNumberSign: Assignment[] = [];
  const glued: Assignment[] = [];
  const withSingleQuote: Assignment[] = [];
  const withTypography: Assignment[] = [];
  for (const statement of statements) {
    if (statement.kind !== 'assignment') {
      onOther?.(statement);
      continue;
    }
    if (statement.hasMacrosInKey) withMacrosInKey.push(statement);
    const { active, entry, start, end } = statement;
    if (active) {
      if (entry.isAttribute) attributes.push(statement);
      else if (entry.command === undefined) macros.push(statement);
      else commands.push(statement);
      if (statement.isGlued) glued.push(statement);
      const found = search === undefined ? marksIn(statement.value.text) : search.in(start, end);
      if (found !== 0) {
        if ((found & marks.numberSign) !== 0) withNumberSign.push(statement);
        if ((found & marks.singleQuote) !== 0) withSingleQuote.push(statement);
        if ((found & marks.typographic) !== 0) withTypography.push(statement);
      }
    }
    if (!statement.hasMacros) continue;
    const { references } = statement;
    const { length } = references;
    let isUnset = false;
    let isDown = false;
    for (let i = 0; i < length; i++) {
      const name = references.name(i);
      onName?.(name);
      if (!active) continue;
      const definition = definitions.of(name);
      if (definition === undefined) isUnset ||= references.isRequired(i);
      else isDown ||= definition.start >= start;
    }
    if (!active) continue;
    if (references.hasFunction) withFunctions.push(statement);
    if (references.hasStrayDollar) withStrayDollar.push(statement);
    if (isUnset) referringToNothing.push(statement);
    if (isDown) referringDown.push(statement);
  }
  return {
    commands,
    macros,
    attributes,
    referringDown,
    referringToNothing,
    withFunctions,
    withStrayDollar,
    withNumberSign,
    withSingleQuote,
    withTypography,
    glued,
    withMacrosInKey,
  };
};

const marksIn = (text: string): number => new MarkSearch(text).in(0, text.length);

/** The lower-case names that some statements of a text refer to, but for those in the values of assignments. */
export const visitNamesElsewhere = (
  statements: readonly Statement[],
  text: string,
  visit: (name: string) => void,
): void => {
  const dollars = new Search(text, '$');
  for (const statement of statements) {
    if (statement.kind === 'assignment' && !statement.hasMacrosInKey) continue;
    visitOtherNames(statement, dollars.isIn(statement.start, statement.end), visit);
  }
};

/** Whether a name (as it is stored) is that of a job attribute. */
export const isAttribute = (name: string): boolean => name.startsWith('my.');

/** An assignment in effect at a queue statement. */
export interface Effective {
  readonly submission: Submission;
  readonly assignment: Assignment;
}

/** What is in effect at the queue statements, but macros: the same assignment can be in several. */
export interface EffectiveAssignments {
  readonly commands: readonly (Effective & CommandAssignment)[];
  /** Of commands whose names contain a name of the user's choice. */
  readonly families: readonly (Effective & { readonly pattern: CommandPattern })[];
  /** Of the attributes of a set of jobs: `JOBSET.Attr`. */
  readonly jobsetAttributes: readonly Effective[];
}

/** Groups what is in effect at queue statements in one walk. */
export const effectiveIn = (
  submissions: readonly Submission[],
  tableOf = ({ definitions }: Submission): DefinitionMap => definitions,
): EffectiveAssignments => {
  const commands: (Effective & CommandAssignment)[] = [];
  const families: (Effective & { readonly pattern: CommandPattern })[] = [];
  const jobsetAttributes: Effective[] = [];
  for (const submission of submissions) {
    for (const assignment of tableOf(submission).values()) {
      const { name, entry } = assignment;
      if (entry.isAttribute) continue;
      const { command } = entry;
      if (command !== undefined) commands.push({ submission, assignment, command });
      else if (name.startsWith('jobset.')) jobsetAttributes.push({ submission, assignment });
      else {
        const pattern = findPattern(name);
        if (pattern !== undefined) families.push({ submission, assignment, pattern });
      }
    }
  }
  return { commands, families, jobsetAttributes };
};

/** Whether a name is that of something which effectiveIn finds. */
export const isEffective = (name: string): boolean =>
  commandStoredAs(name) !== undefined || name.startsWith('jobset.') || findPattern(name) !== undefined;

/** Job attributes that a queue statement gives to jobs. */
export interface AttributesInEffect {
  readonly submission: Submission;
  readonly assignments: readonly Assignment[];
}

/** The job attributes that some job gets, each once, with the first submission that gives it to jobs. */
export const attributesInEffect = (submissions: readonly Submission[]): readonly AttributesInEffect[] => {
  const found: AttributesInEffect[] = [];
  let above = -1;
  for (const submission of submissions) {
    if (submission.jobCount === 0) continue;
    const assignments: Assignment[] = [];
    // What was set above an earlier queue statement, and still is, was in effect there.
    for (const assignment of submission.definitions.values())
      if (assignment.start >= above && assignment.entry.isAttribute) assignments.push(assignment);
    found.push({ submission, assignments });
    above = submission.queue?.start ?? above;
  }
  return found;
};
