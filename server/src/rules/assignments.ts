import type { Assignment, Command, CommandPattern, SubmitFile, Submission } from '../submit/index.ts';
import {
  findCommand,
  findPattern,
  searchOnce,
  visitNamesReferredTo,
  visitOtherNames,
} from '../submit/index.ts';
import type { RuleContext } from './rule.ts';

/** An assignment of a known command, by its name or an alias. */
export interface CommandAssignment {
  readonly assignment: Assignment;
  readonly command: Command;
}

/** The assignments of a file that count, grouped by what rules look for: each rule sees only those that it is about. */
export interface FileAssignments {
  readonly all: readonly Assignment[];
  /** Of known commands. */
  readonly commands: readonly CommandAssignment[];
  /** Neither of commands nor of job attributes: macros, or misspelt commands. */
  readonly macros: readonly Assignment[];
  /** Of job attributes: `+Attr`, `MY.Attr`. */
  readonly attributes: readonly Assignment[];
  /** That refer to a name which is set at the same place or below, too. */
  readonly referringDown: readonly Assignment[];
  /** That refer to a name which nothing sets, in a file at least. */
  readonly referringToNothing: readonly Assignment[];
  /** With a `$` in the value. */
  readonly withMacros: readonly Assignment[];
  /** With a `$` that begins nothing that condor_submit would expand. */
  readonly withStrayDollar: readonly Assignment[];
  /** Lower-case names of the macros that anything in the file refers to, assignments that do not count included. */
  readonly referredNames: ReadonlySet<string>;
}

/** Groups the assignments of a file in one walk. */
export const assignmentsIn = ({ statements, definitions, text }: SubmitFile): FileAssignments => {
  const all: Assignment[] = [];
  const commands: CommandAssignment[] = [];
  const macros: Assignment[] = [];
  const attributes: Assignment[] = [];
  const referringDown: Assignment[] = [];
  const referringToNothing: Assignment[] = [];
  const withMacros: Assignment[] = [];
  const withStrayDollar: Assignment[] = [];
  const referredNames = new Set<string>();
  const isDollarIn = searchOnce(text, '$');
  const note = (name: string): void => void referredNames.add(name);
  const group = (assignment: Assignment): void => {
    all.push(assignment);
    if (isAttribute(assignment.name)) return void attributes.push(assignment);
    const command = findCommand(assignment.name);
    if (command === undefined) macros.push(assignment);
    else commands.push({ assignment, command });
  };
  let current: Assignment | undefined;
  const lookAtName = (name: string, isMacro: boolean): void => {
    note(name);
    if (current?.active !== true) return;
    const definition = definitions.get(name);
    if (isMacro && definition === undefined) pushOnce(referringToNothing, current);
    if (definition !== undefined && definition.start >= current.start) pushOnce(referringDown, current);
  };
  for (const statement of statements) {
    visitOtherNames(statement, isDollarIn(statement.start, statement.end), note);
    if (statement.kind !== 'assignment') continue;
    if (statement.active) group(statement);
    if (!statement.hasMacros) continue;
    current = statement;
    const value = statement.value.text;
    const references = visitNamesReferredTo(value, lookAtName);
    if (!statement.active) continue;
    withMacros.push(statement);
    if (dollarsIn(value) > references) withStrayDollar.push(statement);
  }
  return {
    all,
    commands,
    macros,
    attributes,
    referringDown,
    referringToNothing,
    withMacros,
    withStrayDollar,
    referredNames,
  };
};

const pushOnce = (list: Assignment[], assignment: Assignment): void => {
  if (list.at(-1) !== assignment) list.push(assignment);
};

const dollarsIn = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at + 1)) count++;
  return count;
};

/** The assignments with a character anywhere in their text. The text is searched once in all. */
export const assignmentsWith = (
  character: string,
  { file: { text }, assignments }: Pick<RuleContext, 'file' | 'assignments'>,
): readonly Assignment[] => {
  const isIn = searchOnce(text, character);
  return assignments.all.filter(({ start, end }) => isIn(start, end));
};

/** Whether a name (as it is stored) is that of a job attribute. */
export const isAttribute = (name: string): boolean => name.startsWith('my.');

/** An assignment in effect at a queue statement. */
export interface Effective {
  readonly submission: Submission;
  readonly assignment: Assignment;
}

/** What is in effect at the queue statements, in the order of the definitions: the same assignment can be in several. */
export interface EffectiveAssignments {
  readonly commands: readonly (Effective & CommandAssignment)[];
  /** Of commands whose names contain a name of the user's choice. */
  readonly families: readonly (Effective & { readonly pattern: CommandPattern })[];
  readonly attributes: readonly Effective[];
  /** Of the attributes of a set of jobs: `JOBSET.Attr`. */
  readonly jobsetAttributes: readonly Effective[];
}

/** Groups what is in effect at queue statements in one walk. */
export const effectiveIn = (submissions: readonly Submission[]): EffectiveAssignments => {
  const commands: (Effective & CommandAssignment)[] = [];
  const families: (Effective & { readonly pattern: CommandPattern })[] = [];
  const attributes: Effective[] = [];
  const jobsetAttributes: Effective[] = [];
  for (const submission of submissions) {
    for (const assignment of submission.definitions.values()) {
      const { name } = assignment;
      if (isAttribute(name)) {
        attributes.push({ submission, assignment });
        continue;
      }
      const command = findCommand(name);
      if (command !== undefined) commands.push({ submission, assignment, command });
      else if (name.startsWith('jobset.')) jobsetAttributes.push({ submission, assignment });
      else {
        const pattern = findPattern(name);
        if (pattern !== undefined) families.push({ submission, assignment, pattern });
      }
    }
  }
  return { commands, families, attributes, jobsetAttributes };
};
