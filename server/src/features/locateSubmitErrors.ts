import type { Span, SubmitFile } from '../submit/index.ts';
import { findCommand, findCommandByAttribute } from '../submit/index.ts';

export interface Located {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly span: Span;
}

/**
 * Reads what condor_submit wrote to its standard error: its messages, each with the statement it belongs to; those
 * without a place get the first line.
 */
export const locateSubmitErrors = (file: SubmitFile, stderr: string): readonly Located[] => {
  const messages = stderr
    .split(/\n(?=\s*(?:ERROR|WARNING|Warning)\b)/)
    .map((block) => block.replace(/\r/g, '').trim())
    .filter((block) => /^(?:ERROR|WARNING)\b/i.test(block));
  const located: Located[] = [];
  for (const block of messages) {
    const previous = located.at(-1);
    // The closing line only repeats that parsing failed.
    if (/^ERROR: Failed to parse (?:command file|submit file)/i.test(block) && previous?.severity === 'error')
      continue;
    const severity = /^ERROR/i.test(block) ? 'error' : 'warning';
    if (severity === 'error' && previous?.message === unexplained && !/\bon Line \d+/i.test(block)) {
      // The line came first, what is wrong with it in a message of its own.
      located.pop();
      located.push({ ...previous, message: wording(block) });
      continue;
    }
    located.push({ severity, message: wording(block), span: placeOf(file, block) });
  }
  const parse = /Failed to parse (?:command|submit) file \(line (\d+)\)/i.exec(stderr);
  if (located.length === 0 && stderr.trim() !== '') {
    const span = parse === null ? firstLine(file.text) : lineSpan(file, Number(parse[1]));
    located.push({ severity: 'error', message: stderr.trim(), span });
  }
  return located;
};

const unexplained = 'condor_submit cannot read this line and does not say why.';

/** The message without the parts that only say where: `ERROR: on Line 3 of job.sub:`. */
const wording = (block: string): string => {
  const text = block
    .replace(/^(?:ERROR|WARNING)\b:?\s*/i, '')
    .replace(/^on Line \d+ of [^:\n]*:\s*/i, '')
    .replace(/^at Queue statement on Line \d+:\s*/i, '')
    .replace(/^Submit:-?\d+:/gm, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
  return text === '' ? unexplained : text;
};

const placeOf = (file: SubmitFile, block: string): Span => {
  const line = /\bon Line (\d+)\b/i.exec(block);
  if (line !== null) return lineSpan(file, Number(line[1]));
  const unused = /the (?:line|Queue variable) '([^'\s=]+)/i.exec(block);
  const expression = /expression:?\s+(?:\n\s*)?([A-Za-z_]\w*) = /i.exec(block);
  const named = unused?.[1] ?? expression?.[1] ?? mentionedName(file, block);
  return (named === undefined ? undefined : statementOf(file, named)) ?? firstLine(file.text);
};

/** A command set in the file that the message names, the longest one. */
const mentionedName = (file: SubmitFile, block: string): string | undefined => {
  const words = new Set(block.toLowerCase().match(/[a-z_][a-z0-9_.]*/g) ?? []);
  let found: string | undefined;
  for (const statement of file.statements) {
    if (statement.kind !== 'assignment' || !statement.active) continue;
    const { name } = statement;
    const attribute = findCommand(name)?.attribute?.toLowerCase();
    const mentioned = words.has(name) || (attribute !== undefined && words.has(attribute));
    if (mentioned && name.length > (found?.length ?? 0)) found = name;
  }
  return found;
};

/** The last statement that sets a command, given by its name or the attribute that it sets. */
const statementOf = (file: SubmitFile, name: string): Span | undefined => {
  const lower = name.toLowerCase();
  const command = findCommand(lower) ?? findCommandByAttribute(lower);
  const found = [...file.statements]
    .reverse()
    .find(
      (statement) =>
        statement.kind === 'assignment' &&
        (statement.name === lower ||
          statement.name === `my.${lower}` ||
          (command !== undefined && findCommand(statement.name) === command)),
    );
  return found === undefined ? undefined : { start: found.start, end: found.end };
};

/** The statement whose last line is the given one (1-based), as HTCondor counts; else the line itself. */
const lineSpan = (file: SubmitFile, line: number): Span => {
  let start = 0;
  for (let n = 1; n < line; n++) {
    const feed = file.text.indexOf('\n', start);
    if (feed < 0) break;
    start = feed + 1;
  }
  const feed = file.text.indexOf('\n', start);
  const end = feed < 0 ? file.text.length : feed;
  const statement = file.statements.find(
    ({ start: from, end: to }) => from <= end && to >= start && to <= end,
  );
  return statement === undefined ? { start, end } : { start: statement.start, end: statement.end };
};

const firstLine = (text: string): Span => {
  const feed = text.indexOf('\n');
  return { start: 0, end: feed < 0 ? text.length : feed };
};
