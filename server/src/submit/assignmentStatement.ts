import type { AssignmentParts } from './assignment.ts';
import { HereDocument, LineAssignment } from './assignment.ts';
import type { FileParser } from './fileParser.ts';
import { readHereDocument } from './hereDocument.ts';
import type { LogicalLine } from './lexer.ts';
import { lineSpan, lineText } from './lexer.ts';
import type { PlainLine } from './plainLine.ts';
import { mayReferTo } from './references.ts';
import type { Span } from './text.ts';
import { skipBlanks } from './text.ts';

const plus = 43;
const minus = 45;

/** Where the parts of `name operator value` are in a line; [from, to) without the blanks around. */
export interface LinePlaces {
  readonly line: LogicalLine;
  readonly from: number;
  readonly nameEnd: number;
  readonly operatorAt: number;
  readonly to: number;
}

/** Takes an assignment that PlainLine has read: the same as `assignment` does, without looking at what it cannot be. */
export const plainAssignment = (parser: FileParser, line: PlainLine): void => {
  const { definitions, text, active } = parser;
  const { start, isSigned, nameFrom, nameEnd, nameHash, valueFrom, dollarAt, end } = line;
  const entry = definitions.names.atHash(text, nameFrom, nameEnd, nameHash, isSigned);
  const hasMacros = dollarAt >= 0;
  const refersToItself = hasMacros && !isSigned && mayReferTo(text, dollarAt, end, entry.text);
  const differing = refersToItself
    ? definitions.storedValue(text.slice(valueFrom, end), entry, true, undefined)
    : undefined;
  const parts: AssignmentParts = {
    nameFrom: start,
    nameEnd,
    valueFrom,
    entry,
    style: isSigned ? 'attribute' : 'plain',
    active,
    differing,
    hasMacrosInKey: false,
    hasMacros,
  };
  const statement = new LineAssignment(parser.source, line, parts, undefined);
  parser.statements.push(statement);
  if (active) definitions.define(statement);
};

/** Takes an assignment with `=`, or one that joins values by `separator`. */
export const assignment = (parser: FileParser, places: LinePlaces, separator?: string): void => {
  const { definitions } = parser;
  const { line, from, nameEnd, operatorAt, to } = places;
  const { source, start, end, pieces } = line;
  const isPlain = separator === undefined;
  // Every operator ends with its equals sign.
  const valueFrom = skipBlanks(source, source.indexOf('=', operatorAt) + 1, to);
  const hasMacrosInKey = source.slice(from, nameEnd).includes('$');
  const hasMacros = source.slice(valueFrom, to).includes('$');
  const key = definitions.nameOf(source, from, nameEnd, isPlain);
  const isName = !('invalid' in key);
  const entry = isName ? key : definitions.nameOfNothing(key.invalid);
  if (!isName) illegalIdentifier(parser, lineSpan(line, from, nameEnd), key.invalid);
  const sign = isPlain && isName ? signStyle(source.charCodeAt(from)) : undefined;
  let differing: string | undefined;
  if (sign === 'removal') differing = '';
  else if (isName && sign === undefined) {
    const refersToItself = hasMacros && mayReferTo(source, valueFrom, to, entry.text);
    if (refersToItself || !isPlain) {
      const written = source.slice(valueFrom, to);
      const stored = definitions.storedValue(written, entry, refersToItself, separator);
      if (stored !== written) differing = stored;
    }
  }
  const parts: AssignmentParts = {
    nameFrom: from,
    nameEnd,
    valueFrom,
    entry,
    style: sign ?? (isPlain ? 'plain' : 'append'),
    active: isName && parser.active,
    differing,
    hasMacrosInKey,
    hasMacros,
  };
  const glued = pieces === undefined ? undefined : { text: source, start, end, pieces, to };
  const statement = new LineAssignment(parser.source, line, parts, glued);
  parser.statements.push(statement);
  if (statement.active) definitions.define(statement);
};

/** Takes a here-document with the lines that belong to it; false where it does not count, or has no name. */
export const hereDocument = (parser: FileParser, places: LinePlaces): boolean => {
  const { definitions } = parser;
  const { line, from, nameEnd, operatorAt, to } = places;
  const { source, start } = line;
  const key = lineText(line, from, nameEnd);
  const entry = definitions.nameOf(source, from, nameEnd, false);
  if ('invalid' in entry) illegalIdentifier(parser, key, entry.invalid);
  if (!parser.active || 'invalid' in entry) return false;
  const tag = source.slice(skipBlanks(source, operatorAt + 2, to), to);
  const { value, end, closed } = readHereDocument(parser.lines, tag, line.end);
  if (!closed) parser.report({ kind: 'here-document-not-closed', tag, ...lineSpan(line, operatorAt, to) });
  const hasMacros = value.text.includes('$');
  const refersToItself = hasMacros && mayReferTo(value.text, 0, value.text.length, entry.text);
  const statement = new HereDocument(definitions.references, {
    key,
    entry,
    operator: lineSpan(line, operatorAt, operatorAt + 2),
    value,
    hasMacros,
    stored: definitions.storedValue(value.text, entry, refersToItself, undefined),
    start,
    end,
  });
  parser.statements.push(statement);
  if (closed) definitions.define(statement);
  return true;
};

const signStyle = (code: number): 'attribute' | 'removal' | undefined =>
  code === plus ? 'attribute' : code === minus ? 'removal' : undefined;

const illegalIdentifier = (parser: FileParser, { start, end }: Span, name: string): void => {
  if (!parser.active) return;
  const byteOrderMark = name.startsWith('\uFEFF');
  parser.report({ kind: 'illegal-identifier', name, byteOrderMark, start, end: Math.max(end, start + 1) });
};
