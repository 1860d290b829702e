import type { ReadFile, SubmitFile, Version } from '../submit/index.ts';
import { dialectOf, namesReferredTo, newestVersion, parse, submissionsOf } from '../submit/index.ts';
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
    references: referencesOf(file),
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

/** Names that the text refers to as macros, wherever expansion happens; those of included files too. */
const referencesOf = (file: SubmitFile): ReadonlySet<string> => {
  const names = new Set<string>();
  const add = (text: string): void => {
    for (const name of namesReferredTo(text)) names.add(name);
  };
  const visit = (visited: SubmitFile): void => {
    for (const statement of visited.statements) {
      switch (statement.kind) {
        case 'assignment':
          add(statement.value.text);
          add(statement.key.text);
          break;
        case 'if':
        case 'elif': {
          const condition = statement.condition?.text ?? '';
          add(condition);
          const defined = /^!?\s*defined\s+(\S+)/i.exec(condition)?.[1];
          if (defined !== undefined) names.add(defined.toLowerCase());
          break;
        }
        case 'include':
          add(statement.target.text);
          if (statement.file !== undefined) visit(statement.file);
          break;
        case 'message':
          add(statement.message.text);
          break;
        case 'queue':
          add(statement.arguments.text);
          if (statement.items.kind === 'list') for (const row of statement.items.rows) add(row.text);
          break;
        case 'use':
        case 'else':
        case 'endif':
        case 'invalid':
          break;
      }
    }
  };
  visit(file);
  return names;
};
