import type { Assignment, Statement } from '../submit/index.ts';
import type { AssignmentGroups, AssignmentKind, AttributesInEffect } from './assignments.ts';
import { rules } from './index.ts';
import type { Diagnostic, Finding, Rule, RuleContext } from './rule.ts';

/** Takes what a rule finds, and at which assignment where it looks at one. */
export type Tell = (rule: Rule, finding: Finding, assignment?: Assignment) => void;

const ranks: ReadonlyMap<string, number> = new Map(rules.map(({ code }, index) => [code, index]));
const rankOf = ({ code }: Diagnostic): number => ranks.get(code) ?? 0;

/** The order of the text; at one place that of the rules. */
export const inOrder = (diagnostics: Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.sort((a, b) => a.start - b.start || a.end - b.end || rankOf(a) - rankOf(b));

const problemRules: ReadonlyMap<string, Rule> = new Map(
  rules.filter(({ describe }) => describe !== undefined).map((rule) => [rule.code, rule]),
);

/** Puts the problems of the parser into words. */
export const checkProblems = (context: RuleContext, tell: Tell): void => {
  for (const problem of context.file.problems) {
    const rule = problemRules.get(problem.kind);
    const words = rule?.describe?.(problem, context);
    if (rule !== undefined && words !== undefined)
      tell(rule, { start: problem.start, end: problem.end, ...words });
  }
};

const assignmentKinds = [...new Set(rules.flatMap(({ checkEach }) => checkEach?.of ?? []))];
const attributeRules = rules.flatMap((rule) =>
  rule.checkAttribute === undefined ? [] : [{ rule, check: rule.checkAttribute }],
);
const rulesFor = (kind: AssignmentKind) =>
  rules.flatMap((rule) => (rule.checkEach?.of === kind ? [{ rule, check: rule.checkEach.check }] : []));
const eachRules = assignmentKinds.map((kind) => ({ kind, checks: rulesFor(kind) }));

/** Applies the rules that look at assignments one by one. */
export const checkAssignments = (
  groups: AssignmentGroups,
  attributes: readonly AttributesInEffect[],
  context: RuleContext,
  tell: Tell,
): void => {
  for (const { kind, checks } of eachRules)
    for (const assignment of groups[kind])
      for (const { rule, check } of checks) tellAll(rule, check(assignment, context), assignment, tell);
  for (const { submission, assignments } of attributes)
    for (const assignment of assignments)
      for (const { rule, check } of attributeRules)
        tellAll(rule, check(assignment, submission, context), assignment, tell);
};

const tellAll = (rule: Rule, findings: Iterable<Finding>, assignment: Assignment, tell: Tell): void => {
  // Most rules find nothing, which takes no iterator to see.
  if (Array.isArray(findings) && findings.length === 0) return;
  for (const finding of findings) tell(rule, finding, assignment);
};

/** Applies a rule that looks at what the queue statements submit. */
export const checkRule = (rule: Rule, context: RuleContext, tell: Tell): void => {
  if (rule.check !== undefined) for (const finding of rule.check(context)) tell(rule, finding);
};

const otherRules = rules.flatMap((rule) =>
  rule.checkOther === undefined ? [] : [{ rule, check: rule.checkOther }],
);

/** Applies the rules that look at other statements one by one. */
export const checkOthers = (statements: readonly Statement[], context: RuleContext, tell: Tell): void => {
  for (const statement of statements) {
    if (statement.kind === 'assignment') continue;
    for (const { rule, check } of otherRules)
      for (const finding of check(statement, context)) tell(rule, finding);
  }
};
