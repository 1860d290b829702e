import type { Assignment, Dialect, Span, Submission, SubmitFile } from '../submit/index.ts';
import {
  expand,
  findCommand,
  findCommandByAttribute,
  findPattern,
  findMacroFunction,
  findPredefinedMacro,
  referencesIn,
  spanIn,
  submissionsOf,
} from '../submit/index.ts';
import { describeCommand } from './commandText.ts';
import { expressionHoverAt } from './expressionHover.ts';
import { statementAt } from './location.ts';
import { macroOccurrenceAt } from './macroOccurrences.ts';

export interface Hover {
  /** Markdown. */
  readonly contents: string;
  readonly span: Span;
}

type LineOf = (offset: number) => number;

/** What is known about the command, macro, macro function, attribute or ClassAd function at an offset. */
export const hoverAt = (
  file: SubmitFile,
  dialect: Dialect,
  offset: number,
  /** The line of an offset, from 1 on, for who knows it already. */
  lineOf: LineOf = (place) => lineNumber(file.text, place),
): Hover | undefined => {
  const statement = statementAt(file, offset);
  if (statement === undefined || offset > statement.end) return undefined;
  if (statement.kind === 'queue' && offset <= statement.keyword.end)
    return commandHover('queue', statement.keyword);
  if (statement.kind !== 'assignment') return macroHoverAt(file, dialect, offset, lineOf);
  const { key, value } = statement;
  if (offset <= key.end) {
    const found = commandHover(statement.name, key);
    if (found === undefined) return undefined;
    const worth = statement.hasMacros
      ? valueLine(worthOf(firstSubmission(file, dialect), statement.stored), value.text)
      : undefined;
    return { ...found, contents: paragraphs(found.contents, worth) };
  }
  for (const reference of [...referencesIn(value.text)].reverse()) {
    const span = spanIn(value, reference.start, reference.end);
    if (offset < span.start || offset > span.end) continue;
    const written = value.text.slice(reference.start, reference.end);
    if (reference.kind === 'macro')
      return { contents: macroText({ file, dialect, lineOf }, reference.name, written), span };
    const named = findMacroFunction(reference.name);
    if (named === undefined) return undefined;
    const worth = worthOf(firstSubmission(file, dialect), written);
    return {
      contents: paragraphs(`\`${named.signature}\``, named.description, valueLine(worth, written)),
      span,
    };
  }
  return expressionHoverAt(file, offset);
};

/** A macro outside assignments: in a condition, a queue statement, a list of items, an include. */
const macroHoverAt = (
  file: SubmitFile,
  dialect: Dialect,
  offset: number,
  lineOf: LineOf,
): Hover | undefined => {
  const found = macroOccurrenceAt(file, offset);
  if (found === undefined) return undefined;
  const { start, end } = found;
  const name = file.text.slice(start, end);
  return { contents: macroText({ file, dialect, lineOf }, name, `$(${name})`), span: { start, end } };
};

const commandHover = (name: string, span: Span): Hover | undefined => {
  const bare = name.replace(/^my\./, '');
  const command =
    name === bare ? (findCommand(name) ?? findCommandByAttribute(name)) : findCommandByAttribute(bare);
  const { start, end } = span;
  if (command !== undefined) return { contents: describeCommand(command), span: { start, end } };
  const pattern = findPattern(name);
  if (pattern === undefined) return undefined;
  return { contents: `**${pattern.placeholder}**\n\n${pattern.description}`, span: { start, end } };
};

interface Place {
  readonly file: SubmitFile;
  readonly dialect: Dialect;
  readonly lineOf: LineOf;
}

const macroText = ({ file, dialect, lineOf }: Place, name: string, written: string): string => {
  const predefined = findPredefinedMacro(name);
  const submission = firstSubmission(file, dialect);
  const definition = submission?.definitions.get(name.toLowerCase());
  const worth = worthOf(submission, written);
  const isEmpty = worth === '' && predefined === undefined && definition === undefined;
  return paragraphs(
    `**$(${name})**`,
    predefined !== undefined && definition === undefined ? predefined.description : undefined,
    isEmpty ? 'Not defined here: its value is empty.' : valueLine(worth, written),
    definition === undefined ? undefined : provenance(file, definition, lineOf),
  );
};

const paragraphs = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join('\n\n');

const firstSubmission = (file: SubmitFile, dialect: Dialect): Submission | undefined =>
  submissionsOf(file, dialect)[0];

const worthOf = (submission: Submission | undefined, written: string): string =>
  submission === undefined ? '' : expand(written, submission.display).text;

const valueLine = (worth: string, written: string): string | undefined =>
  worth === '' || worth === written ? undefined : `Value: ${code(worth)}`;

const code = (text: string): string => `\`${text.replaceAll('`', "'").replaceAll('\n', ' ').slice(0, 500)}\``;

/** Where the definition that counts is, and how it is written. */
const provenance = (file: SubmitFile, definition: Assignment, lineOf: LineOf): string => {
  const written = code(`${definition.key.text} = ${definition.value.text}`);
  const own = statementAt(file, definition.start) === definition ? undefined : includedFrom(file, definition);
  if (own === undefined) return `Defined in line ${lineOf(definition.start)}: ${written}`;
  return `Defined in line ${lineNumber(own.text, definition.start)} of ${own.path}: ${written}`;
};

const lineNumber = (text: string, offset: number): number => {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
};

/** The included file that has a definition; undefined when it is in the file itself. */
const includedFrom = (
  file: SubmitFile,
  definition: Assignment,
): { readonly path: string; readonly text: string } | undefined => {
  for (const statement of file.statements) {
    if (statement.kind !== 'include' || statement.file === undefined) continue;
    const found = includedFrom(statement.file, definition);
    if (found !== undefined) return found;
    if (statement.file.statements.includes(definition))
      return { path: statement.path ?? statement.target.text, text: statement.file.text };
  }
  return undefined;
};
