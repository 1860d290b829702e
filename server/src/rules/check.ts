import type { RuleLevel } from '../protocol.ts';
import type { ReadFile, SubmitFile, Version } from '../submit/index.ts';
import { dialectOf, newestVersion, parse, submissionsOf } from '../submit/index.ts';
import { checkAssignments, checkOthers, checkProblems, checkRule, inOrder } from './applyRules.ts';
import { attributesInEffect } from './assignments.ts';
import { includesOf } from './includes.ts';
import { rules } from './index.ts';
import type { Diagnostic, FileExists, Finding, ListDirectory, LookAtFile, Rule } from './rule.ts';
import { SharedContext, surveyOf } from './sharedContext.ts';
import { suppressionsIn } from './suppressions.ts';

export interface CheckOptions {
  readonly version?: Version;
  readonly readFile?: ReadFile;
  readonly fileExists?: FileExists;
  readonly lookAtFile?: LookAtFile;
  readonly listDirectory?: ListDirectory;
  /** By code, instead of the severity that the rule gives. */
  readonly levels?: Readonly<Partial<Record<string, RuleLevel>>>;
}

/** Parses a text and applies every rule; the diagnostics in the order of the text. */
export const checkText = (text: string, options: CheckOptions = {}): readonly Diagnostic[] =>
  checkFile(parse(text, options), options);

/** Applies every rule to a parsed file. */
export const checkFile = (file: SubmitFile, options: CheckOptions = {}): readonly Diagnostic[] => {
  const dialect = dialectOf(options.version ?? newestVersion);
  const { groups, others, survey } = surveyOf(file);
  const includes = includesOf(others);
  const submissions = includes.relocate(submissionsOf(file, dialect));
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
  checkOthers(others, context, tell);
  checkAssignments(groups, attributesInEffect(submissions), context, tell);
  for (const rule of rules) checkRule(rule, context, tell);
  return inOrder(diagnostics);
};
