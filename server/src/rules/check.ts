import type { RuleLevel } from '../protocol.ts';
import type { ReadFile, SubmitFile, Version } from '../submit/index.ts';
import { dialectOf, newestVersion, parse, submissionsOf } from '../submit/index.ts';
import { includesOf } from './includes.ts';
import { rules } from './index.ts';
import { SharedContext } from './sharedContext.ts';
import type { Diagnostic, FileExists, LookAtFile } from './rule.ts';
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
  const context = new SharedContext(file, dialect, submissions, options);
  const suppressed = suppressionsIn(file.text);
  const diagnostics: Diagnostic[] = [];
  // Several queue statements see the same command: what is wrong with it is told once.
  const told = new Set<string>();
  for (const rule of rules) {
    const level = options.levels?.[rule.code];
    if (level === 'off') continue;
    for (const finding of rule.check(context)) {
      if (suppressed(rule.code, finding.start)) continue;
      const key = `${rule.code} ${finding.start} ${finding.end} ${finding.message}`;
      if (told.has(key)) continue;
      told.add(key);
      const severity = level ?? finding.severity ?? rule.severity;
      diagnostics.push(includes.attribute({ ...finding, code: rule.code, severity }));
    }
  }
  return diagnostics.sort((a, b) => a.start - b.start || a.end - b.end);
};
