import type { RuleLevel } from '../protocol.ts';
import type { ReadFile, SubmitFile, Version } from '../submit/index.ts';
import { dialectOf, newestVersion, parse, submissionsOf } from '../submit/index.ts';
import type { AssignmentGroups, AssignmentKind } from './assignments.ts';
import { attributesInEffect } from './assignments.ts';
import { includesOf } from './includes.ts';
import { rules } from './index.ts';
import type { Diagnostic, FileExists, Finding, LookAtFile, Rule, RuleContext } from './rule.ts';
import { SharedContext, surveyOf } from './sharedContext.ts';
import { suppressionsIn } from './suppressions.ts';

export interface CheckOptions {
  readonly version?: Version;
  readonly readFile?: ReadFile;
  readonly fileExists?: FileExists;
  readonly lookAtFile?: LookAtFile;
  /** By code, instead of the severity that the rule gives. */
  readonly levels?: Readonly<Partial<Record<string, RuleLevel>>>;
}

/** Parses a text and applies every rule; the diagnostics in the order of the text. */
export const checkText = (text: string, options: CheckOptions = {}): readonly Diagnostic[] =>
  checkFile(parse(text, options), options);

/** Applies every rule to a parsed file. */
export const checkFile = (file: SubmitFile, options: CheckOptions = {}): readonly Diagnostic[] => {
  const dialect = dialectOf(options.version ?? newestVersion);
  const includes = includesOf(file);
  const submissions = includes.relocate(submissionsOf(file, dialect));
  const { groups, survey } = surveyOf(file);
  const context = new SharedContext(file, dialect, submissions, survey, options);
  const suppressed = suppressionsIn(file.text);
  const diagnostics: Diagnostic[] = [];
  // Several queue statements see the same command: what is wrong with it is told once.
  const told = new Set<string>();
  const tell = (rule: Rule, finding: Finding): void => {
    const level = options.levels?.[rule.code];
    if (level === 'off' || suppressed(rule.code, finding.start)) return;
    const key = `${rule.code} ${finding.start} ${finding.end} ${finding.message}`;
    if (told.has(key)) return;
    told.add(key);
    const severity = level ?? finding.severity ?? rule.severity;
    diagnostics.push(includes.attribute({ ...finding, code: rule.code, severity }));
  };
  checkProblems(context, tell);
  checkAssignments(groups, context, tell);
  for (const rule of rules) for (const finding of rule.check?.(context) ?? []) tell(rule, finding);
  return inOrder(diagnostics);
};

/** Takes what a rule finds. */
type Tell = (rule: Rule, finding: Finding) => void;

const ranks: ReadonlyMap<string, number> = new Map(rules.map(({ code }, index) => [code, index]));
const rankOf = ({ code }: Diagnostic): number => ranks.get(code) ?? 0;

/** The order of the text; at one place that of the rules. */
const inOrder = (diagnostics: Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.sort((a, b) => a.start - b.start || a.end - b.end || rankOf(a) - rankOf(b));

const problemRules: ReadonlyMap<string, Rule> = new Map(
  rules.filter(({ describe }) => describe !== undefined).map((rule) => [rule.code, rule]),
);

/** Puts the problems of the parser into words. */
const checkProblems = (context: RuleContext, tell: Tell): void => {
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
const checkAssignments = (groups: AssignmentGroups, context: RuleContext, tell: Tell): void => {
  for (const { kind, checks } of eachRules)
    for (const assignment of groups[kind])
      for (const { rule, check } of checks)
        for (const finding of check(assignment, context)) tell(rule, finding);
  for (const effective of attributesInEffect(context.submissions))
    for (const { rule, check } of attributeRules)
      for (const finding of check(effective, context)) tell(rule, finding);
};
