import type { Assignment, Command, SubmitFile } from '../submit/index.ts';
import { findCommand, findCommandByAttribute, findPattern, offsetIn } from '../submit/index.ts';
import { statementAt } from './location.ts';

/** A cursor inside a value that is read as a ClassAd expression. */
export interface ExpressionPlace {
  readonly assignment: Assignment;
  /** The value as written, continuations joined. */
  readonly text: string;
  /** The cursor in it. */
  readonly offset: number;
}

const isExpressionType = (type: Command['type']): boolean => type.includes('expr') || type === 'size';

/** Whether the value of an assignment is read as a ClassAd expression. */
export const isExpression = ({ name }: Assignment): boolean => {
  if (name.startsWith('my.')) return true;
  const command = findCommand(name) ?? findCommandByAttribute(name) ?? findPattern(name);
  return command !== undefined && isExpressionType(command.type);
};

/** The expression that an offset is in; undefined elsewhere, in strings too. */
export const expressionAt = (file: SubmitFile, offset: number): ExpressionPlace | undefined => {
  const assignment = statementAt(file, offset);
  if (assignment?.kind !== 'assignment' || offset < assignment.operator.end) return undefined;
  if (!isExpression(assignment)) return undefined;
  const { value } = assignment;
  const inside = offsetIn(value, offset);
  return isInString(value.text, inside) ? undefined : { assignment, text: value.text, offset: inside };
};

/** Whether an offset of an expression is inside a string. */
const isInString = (text: string, offset: number): boolean => {
  let quote = '';
  for (let i = 0; i < offset; i++) {
    const character = text.charAt(i);
    if (quote === '') {
      if (character === '"' || character === "'") quote = character;
    } else if (character === '\\') i++;
    else if (character === quote) quote = '';
  }
  return quote !== '';
};
