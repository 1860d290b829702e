import type { ReadFile, SubmitFile, Version } from '../submit/index.ts';
import { dialectOf, newestVersion, parse, submissionsOf } from '../submit/index.ts';
import { rules } from './index.ts';
import type { Diagnostic, FileExists, RuleContext } from './rule.ts';
import { suppressionsIn } from './suppressions.ts';

export interface CheckOptions {
  readonly version?: Version;
  readonly readFile?: ReadFile;
  readonly fileExists?: FileExists;
}

/** Parses a text and applies every rule; the diagnostics in the order of the text. */
export const checkText = (text: string, options: CheckOptions = {}): readonly Diagnostic[] =>
  checkFile(parse(text, options), options);

/** Applies every rule to a parsed file. */
export const checkFile = (file: SubmitFile, options: CheckOptions = {}): readonly Diagnostic[] => {
  const dialect = dialectOf(options.version ?? newestVersion);
  const context: RuleContext = {
    file,
    dialect,
    submissions: submissionsOf(file, dialect),
    references: file.references,
    fileExists: options.fileExists ?? (() => undefined),
  };
  const suppressed = suppressionsIn(file.text);
  const diagnostics: Diagnostic[] = [];
  for (const rule of rules) {
    for (const finding of rule.check(context)) {
      if (suppressed(rule.code, finding.start)) continue;
      diagnostics.push({ code: rule.code, severity: rule.severity, ...finding });
    }
  }
  return diagnostics.sort((a, b) => a.start - b.start || a.end - b.end);
};
