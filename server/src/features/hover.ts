import type { Dialect, Span, SubmitFile } from '../submit/index.ts';
import {
  expand,
  findCommand,
  findCommandByAttribute,
  findPattern,
  findPredefinedMacro,
  macroFunctions,
  referencesIn,
  spanIn,
  submissionsOf,
} from '../submit/index.ts';
import { describeCommand } from './commandText.ts';
import { statementAt } from './location.ts';

export interface Hover {
  /** Markdown. */
  readonly contents: string;
  readonly span: Span;
}

/** What is known about the command, macro or macro function at an offset. */
export const hoverAt = (file: SubmitFile, dialect: Dialect, offset: number): Hover | undefined => {
  const statement = statementAt(file, offset);
  if (statement === undefined || offset > statement.end) return undefined;
  if (statement.kind === 'queue' && offset <= statement.keyword.end)
    return commandHover('queue', statement.keyword);
  if (statement.kind !== 'assignment') return undefined;
  const { key, value } = statement;
  if (offset <= key.end) return commandHover(statement.name, key);
  for (const reference of [...referencesIn(value.text)].reverse()) {
    const span = spanIn(value, reference.start, reference.end);
    if (offset < span.start || offset > span.end) continue;
    const contents =
      reference.kind === 'function'
        ? functionText(reference.name)
        : macroText(file, dialect, reference.name, value.text.slice(reference.start, reference.end));
    return contents === undefined ? undefined : { contents, span };
  }
  return undefined;
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

const functionText = (name: string): string | undefined => {
  const found =
    macroFunctions.find((entry) => entry.name === name) ??
    (name.startsWith('F') ? macroFunctions.find((entry) => entry.name === 'F') : undefined);
  return found === undefined ? undefined : `\`${found.signature}\`\n\n${found.description}`;
};

const macroText = (file: SubmitFile, dialect: Dialect, name: string, written: string): string => {
  const submission = submissionsOf(file, dialect)[0];
  const predefined = findPredefinedMacro(name);
  const defined = submission?.definitions.has(name.toLowerCase()) === true;
  const worth = submission === undefined ? '' : expand(written, submission.display).text;
  const lines = [`**$(${name})**`];
  if (predefined !== undefined && !defined) lines.push(predefined.description);
  if (worth !== '' && worth !== written) lines.push(`Value: \`${worth.replaceAll('`', "'")}\``);
  else if (worth === '' && predefined === undefined) lines.push('Not defined here: its value is empty.');
  return lines.join('\n\n');
};
