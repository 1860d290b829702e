import type { Assignment, Dialect, Reparse, SubmitFile } from '../submit/index.ts';
import { dialectOf, commandStoredAs, newestVersion, submissionsOf } from '../submit/index.ts';
import type { Tell } from './applyRules.ts';
import { checkAssignments, checkOthers, checkProblems, checkRule, inOrder } from './applyRules.ts';
import type { AssignmentGroups, AttributesInEffect } from './assignments.ts';
import { attributesInEffect, groupAssignments, isAttribute, isEffective } from './assignments.ts';
import type { CheckOptions } from './check.ts';
import { Dependents } from './dependents.ts';
import { rules } from './index.ts';
import { moveDiagnostic } from './moveDiagnostic.ts';
import { Reads, RecordedContext } from './recording.ts';
import type { Diagnostic, Finding, Rule } from './rule.ts';
import type { Survey } from './sharedContext.ts';
import { isPutTogether, SharedContext, surveyOf } from './sharedContext.ts';
import { mayHaveSuppressions } from './suppressions.ts';

/** What a rule that looks at the whole has found, and what it has looked at besides names. */
interface Whole {
  readonly rule: Rule;
  readonly diagnostics: readonly Diagnostic[];
  readonly everything: boolean;
  readonly problems: boolean;
}

/**
 * The diagnostics of a text that is edited: the same as those of checkFile. After an edit, assignments are looked at
 * again where they are new or refer to something that changed; the rules that look at the whole are where something
 * that they looked at did. Everything else moves with its line.
 */
export class Checker {
  private readonly byAssignment = new Map<Assignment, readonly Diagnostic[]>();
  private others: readonly Diagnostic[] = [];
  private problems: readonly Diagnostic[] = [];
  /** Of those rules that found something, or that an edit can concern. */
  private wholes: readonly Whole[] = [];
  private reads = new Reads();
  /** Made for the first edit. */
  private dependents: Dependents | undefined;
  private readonly downward: Set<Assignment>;
  /** Assignments of commands and attributes, and how many names they have. */
  private readonly counts: { assigned: number; names: number };
  private survey: Survey;
  private readonly dialect: Dialect;

  /** For a file that can be followed: edits can be confined, and no comments switch rules off. */
  static of(file: SubmitFile, options: CheckOptions): Checker | undefined {
    return file.trace === undefined || mayHaveSuppressions(file.text)
      ? undefined
      : new Checker(file, options);
  }

  private constructor(
    private file: SubmitFile,
    private readonly options: CheckOptions,
  ) {
    const { groups, others, survey } = surveyOf(file);
    this.dialect = dialectOf(options.version ?? newestVersion);
    this.downward = new Set(downwardIn(groups));
    this.counts = {
      assigned: groups.attributes.length + groups.commands.length,
      names: file.definitions.entries().filter(({ text }) => isCounted(text)).length,
    };
    this.survey = survey;
    const context = this.context();
    this.checkAssignments(groups, attributesInEffect(context.submissions), context);
    this.others = this.told((tell) => checkOthers(others, context, tell));
    this.problems = this.told((tell) => checkProblems(context, tell));
    this.checkWholes();
  }

  get diagnostics(): readonly Diagnostic[] {
    return inOrder([
      ...this.problems,
      ...this.others,
      ...[...this.byAssignment.values()].flat(),
      ...this.wholes.flatMap(({ diagnostics }) => diagnostics),
    ]);
  }

  /**
   * Takes an edit in. False where that cannot be done in parts, because comments switch rules off: then this checker is
   * of no use any more.
   */
  update(change: Reparse): boolean {
    if (mayHaveSuppressions(change.written)) return false;
    const hadProblems = this.file.problems.length > 0;
    const before = this.survey;
    this.file = change.file;
    this.dependents ??= new Dependents(change);
    const flipped = this.dependents.update(change);
    this.count(change);
    const again = this.toCheckAgain(change, flipped, this.dependents);
    this.move(change, again);
    const groups = groupAssignments(again, this.file);
    for (const assignment of again) this.downward.delete(assignment);
    for (const assignment of downwardIn(groups)) this.downward.add(assignment);
    this.survey = {
      ...before,
      references: this.dependents,
      hasRepeats: this.counts.assigned > this.counts.names,
      refersUpwards: this.downward.size === 0,
    };
    const context = this.context();
    this.checkAssignments(groups, inEffect(groups.attributes, context), context);
    const others = this.told((tell) => checkOthers(change.statements, context, tell));
    if (others.length > 0) this.others = [...this.others, ...others];
    this.problems = this.told((tell) => checkProblems(context, tell));
    const isFlagged =
      before.hasRepeats !== this.survey.hasRepeats || before.refersUpwards !== this.survey.refersUpwards;
    if (isFlagged || change.atEnd || this.touchesReads(change, flipped)) this.checkWholes();
    else this.checkSome(change, context, hadProblems || this.file.problems.length > 0);
    return true;
  }

  private context(): SharedContext {
    const { file, dialect, options, survey } = this;
    return new SharedContext(file, dialect, submissionsOf(file, dialect), survey, options);
  }

  private count({ removed, added, changed }: Reparse): void {
    const counted = (all: readonly Assignment[]): number =>
      all.filter(({ active, name }) => active && isCounted(name)).length;
    this.counts.assigned += counted(added) - counted(removed);
    for (const [name, { before, after }] of changed)
      if (isCounted(name)) this.counts.names += Number(after !== undefined) - Number(before !== undefined);
  }

  /** The assignments whose diagnostics can be others now, in the order of the text. */
  private toCheckAgain(
    { added, removed, changed }: Reparse,
    flipped: ReadonlySet<string>,
    dependents: Dependents,
  ): readonly Assignment[] {
    const { definitions } = this.file;
    const names = [...changed.keys()];
    // `my.x` counts as set for $(x).
    const attributes = names.filter(isAttribute);
    const found = new Set(
      dependents.of([...names, ...attributes.map((name) => name.slice(attributePrefix.length))], definitions),
    );
    for (const assignment of added) found.add(assignment);
    for (const name of [...names, ...flipped])
      for (const assignment of dependents.named(name)) found.add(assignment);
    const isAppearing = ([, { before, after }]: (typeof entries)[number]): boolean =>
      before === undefined || after === undefined;
    const entries = [...changed];
    if (entries.some(isAppearing)) {
      // What names are set is what misspelt ones are compared with.
      for (const assignment of this.byAssignment.keys()) found.add(assignment);
      // An attribute can be a word in the value of any other.
      if (entries.some((entry) => isAppearing(entry) && isAttribute(entry[0])))
        for (const assignment of definitions.values())
          if (assignment.entry.isAttribute) found.add(assignment);
    }
    for (const assignment of removed) {
      found.delete(assignment);
      this.byAssignment.delete(assignment);
      this.downward.delete(assignment);
    }
    return [...found].sort((a, b) => a.start - b.start);
  }

  /** Forgets what is to be found again; what is below the changed lines moves. */
  private move(change: Reparse, again: readonly Assignment[]): void {
    for (const assignment of again) this.byAssignment.delete(assignment);
    const moved = (all: readonly Diagnostic[]): readonly Diagnostic[] =>
      all.flatMap((diagnostic) => moveDiagnostic(diagnostic, change) ?? []);
    for (const [assignment, diagnostics] of this.byAssignment)
      this.byAssignment.set(assignment, moved(diagnostics));
    this.others = moved(this.others);
  }

  private checkAssignments(
    groups: AssignmentGroups,
    attributes: readonly AttributesInEffect[],
    context: SharedContext,
  ): void {
    const found = new Map<Assignment, Diagnostic[]>();
    checkAssignments(groups, attributes, context, (rule, finding, assignment) => {
      const diagnostic = this.diagnosticOf(rule, finding);
      if (assignment === undefined || diagnostic === undefined) return;
      const list = found.get(assignment) ?? [];
      if (!list.some((other) => isSame(other, diagnostic))) list.push(diagnostic);
      found.set(assignment, list);
    });
    for (const [assignment, list] of found) this.byAssignment.set(assignment, list);
  }

  /** Applies all rules that look at the whole, and notes what they look at. */
  private checkWholes(): void {
    const { file, dialect, survey, options: looks } = this;
    const reads = new Reads();
    const context = new RecordedContext(file, reads, { dialect, survey, looks });
    this.wholes = wholeRules.flatMap((rule) => {
      reads.next();
      const diagnostics = this.told((tell) => checkRule(rule, context, tell));
      const { everything, problems } = reads;
      // An edit that is followed changes nothing about the others.
      return diagnostics.length > 0 || everything || problems
        ? [{ rule, diagnostics, everything, problems }]
        : [];
    });
    this.reads = reads;
  }

  /** Applies those that looked at more than names; what the others found moves. */
  private checkSome(change: Reparse, context: SharedContext, hasProblems: boolean): void {
    this.wholes = this.wholes.map((whole) => {
      const { rule, everything, problems } = whole;
      if (!everything && !(problems && hasProblems)) {
        const diagnostics = whole.diagnostics.flatMap((one) => moveDiagnostic(one, change) ?? []);
        return { ...whole, diagnostics };
      }
      // What it looks at now is not noted: other problems, or none, may have led it elsewhere.
      return { ...whole, everything: true, diagnostics: this.told((tell) => checkRule(rule, context, tell)) };
    });
  }

  /** Whether something changed that the rules which look at the whole have looked at. */
  private touchesReads({ changed }: Reparse, flipped: ReadonlySet<string>): boolean {
    const { names, references } = this.reads;
    for (const name of changed.keys()) if (names.has(name) || isEffective(name)) return true;
    for (const name of flipped) if (references.has(name)) return true;
    return false;
  }

  /** What rules tell, each thing once. */
  private told(apply: (tell: Tell) => void): readonly Diagnostic[] {
    const found = new Map<string, Diagnostic>();
    apply((rule, finding) => {
      const diagnostic = this.diagnosticOf(rule, finding);
      const key = `${rule.code} ${finding.start} ${finding.end} ${finding.message}`;
      if (diagnostic !== undefined && !found.has(key)) found.set(key, diagnostic);
    });
    return [...found.values()];
  }

  private diagnosticOf(rule: Rule, finding: Finding): Diagnostic | undefined {
    const level = this.options.levels?.[rule.code];
    if (level === 'off') return undefined;
    return { ...finding, code: rule.code, severity: level ?? finding.severity ?? rule.severity };
  }
}

const wholeRules = rules.filter(({ check }) => check !== undefined);
const attributePrefix = 'my.';

/** Assignments without which everything that is referred to would be set above. */
const downwardIn = ({ referringDown, withStrayDollar, macros }: AssignmentGroups): readonly Assignment[] => [
  ...referringDown,
  ...withStrayDollar.filter(isPutTogether),
  ...macros.filter(({ name }) => name.startsWith('submit.')),
];

/** Those attributes that the only submission gives to jobs. */
const inEffect = (
  attributes: readonly Assignment[],
  { submissions: [submission] }: SharedContext,
): readonly AttributesInEffect[] => {
  if (submission === undefined || submission.jobCount === 0) return [];
  const { definitions } = submission;
  return [{ submission, assignments: attributes.filter((one) => definitions.of(one.entry) === one) }];
};

/** Whether a name counts for duplicate-command. */
const isCounted = (name: string): boolean => isAttribute(name) || commandStoredAs(name) !== undefined;

const isSame = (a: Diagnostic, b: Diagnostic): boolean =>
  a.start === b.start && a.end === b.end && a.code === b.code && a.message === b.message;
