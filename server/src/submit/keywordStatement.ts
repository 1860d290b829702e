import { expand } from './macros.ts';
import type { LinePlaces } from './assignmentStatement.ts';
import type { FileParser } from './fileParser.ts';
import { includeOptions } from './includeOptions.ts';
import { lineSpan, lineText } from './lexer.ts';
import { isFatal } from './problems.ts';
import type { SubmitFile } from './syntax.ts';
import { unknownTemplate } from './templates.ts';
import type { SourceText, Span } from './text.ts';
import { skipBlanks, trimBlanksEnd } from './text.ts';

interface StatementBase extends Span {
  readonly active: boolean;
  readonly keyword: Span;
}

const includeDepthLimit = 20;
const at = 64;

/** include, use, error and warning with a colon; false when the line is none of them. */
export const keywordStatement = (
  parser: FileParser,
  { line, from, nameEnd, operatorAt, to }: LinePlaces,
): boolean => {
  const { source } = line;
  const name = source.slice(source.charCodeAt(from) === at ? from + 1 : from, nameEnd).toLowerCase();
  if (name !== 'include' && name !== 'use' && name !== 'error' && name !== 'warning') return false;
  const keyword = lineSpan(line, from, nameEnd);
  const between = lineText(
    line,
    skipBlanks(source, nameEnd, operatorAt),
    trimBlanksEnd(source, nameEnd, operatorAt),
  );
  const value = lineText(line, skipBlanks(source, operatorAt + 1, to), to);
  const { start, end } = line;
  const base = { active: parser.active, keyword, start, end };
  if (name === 'include') include(parser, base, between, value);
  else if (name === 'use') use(parser, base, between, value);
  else {
    parser.add({ kind: 'message', severity: name, message: value, ...base });
    if (parser.active && name === 'error') {
      const message = expand(value.text, parser.definitions.scope).text;
      parser.report({ kind: 'error-statement', message, start, end });
    }
  }
  return true;
};

const include = (parser: FileParser, base: StatementBase, options: SourceText, target: SourceText): void => {
  const { ifExists, ...parsed } = includeOptions(options.text);
  const command = parsed.command || target.text.endsWith('|');
  const { unexpected: word } = parsed;
  const expansion = command ? undefined : expand(target.text, parser.definitions.scope);
  const path = expansion?.known === true && word === undefined ? expansion.text : undefined;
  const file = base.active && path !== undefined ? includedFile(parser, path, ifExists, target) : undefined;
  parser.add({ kind: 'include', ...base, command, ifExists, target, path, file });
  if (base.active && word !== undefined)
    parser.report({ kind: 'include-option', word, start: options.start, end: options.end });
};

const includedFile = (
  parser: FileParser,
  path: string,
  ifExists: boolean,
  target: SourceText,
): SubmitFile | undefined => {
  const span = { start: target.start, end: target.end };
  if (parser.depth >= includeDepthLimit) {
    parser.report({ kind: 'include-too-deep', ...span });
    return undefined;
  }
  const content = parser.readFile(path);
  if (content.kind === 'missing' && !ifExists) parser.report({ kind: 'include-not-found', path, ...span });
  if (content.kind !== 'text') return undefined;
  const file = parser.parseIncluded(content.text);
  const first = file.problems.find(isFatal);
  // What is wrong with the including itself is shown where the user can change it.
  if (first?.kind === 'include-too-deep' || first?.kind === 'queue-in-include')
    parser.report({ ...first, ...span });
  else if (first !== undefined) {
    const innermost = first.kind === 'include-has-errors' ? first.first : first;
    parser.report({ kind: 'include-has-errors', path, first: innermost, ...span });
  }
  return file;
};

const use = (parser: FileParser, base: StatementBase, category: SourceText, templates: SourceText): void => {
  parser.add({ kind: 'use', ...base, category, templates });
  const problem = base.active ? unknownTemplate(category, templates) : undefined;
  if (problem !== undefined) parser.report(problem);
};
