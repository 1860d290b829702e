import type { Assignment, Span, Submission } from '../submit/index.ts';
import { settingOf } from '../submit/index.ts';
import type { Edit, Fix, RuleContext } from './rule.ts';

/** A fix that sets a command on a line of its own, just before the queue statement or at the end. */
export const addCommand = (context: RuleContext, submission: Submission, line: string): Fix => ({
  title: `Add '${line}'`,
  edits: [insertLine(context.file.text, submission.queue?.start, line)],
});

/** A fix that gives a command a value: in its place where it is set, else on a line of its own. */
export const setCommand = (
  context: RuleContext,
  submission: Submission,
  name: string,
  value: string,
): Fix => {
  const assignment = settingOf(submission, name)?.assignment;
  if (assignment === undefined) return addCommand(context, submission, `${name} = ${value}`);
  return replaceAssignment(`Change to '${name} = ${value}'`, assignment, `${name} = ${value}`);
};

/** A fix that appends items to a list, or sets it on a line of its own. */
export const addToList = (
  context: RuleContext,
  submission: Submission,
  name: string,
  items: readonly string[],
): Fix => {
  const value = settingOf(submission, name)?.assignment.value;
  if (value === undefined || value.text === '') {
    return addCommand(context, submission, `${name} = ${items.join(', ')}`);
  }
  const lead = value.text.endsWith(',') ? ' ' : ', ';
  const edits = [{ start: value.end, end: value.end, newText: `${lead}${items.join(', ')}` }];
  return { title: `Add ${items.join(', ')} to ${name}`, edits };
};

const insertLine = (text: string, before: number | undefined, line: string): Edit => {
  if (before !== undefined) {
    const start = text.lastIndexOf('\n', before - 1) + 1;
    return { start, end: start, newText: `${line}\n` };
  }
  const lead = text === '' || text.endsWith('\n') ? '' : '\n';
  return { start: text.length, end: text.length, newText: `${lead}${line}\n` };
};

/** The edit that takes a statement out, with its line end. */
export const removeStatement = (text: string, statement: Span): Edit => {
  const start = text.lastIndexOf('\n', statement.start - 1) + 1;
  const end = text.indexOf('\n', Math.max(statement.start, statement.end - 1));
  return { start, end: end < 0 ? text.length : end + 1, newText: '' };
};

/** A fix that replaces `NAME = value` as a whole. */
export const replaceAssignment = (title: string, assignment: Assignment, newText: string): Fix => {
  const end = Math.max(assignment.value.end, assignment.operator.end);
  return { title, edits: [{ start: assignment.key.start, end, newText }] };
};

/** The edit that takes an item out of a list, with the separator after it, or before it when it is the last. */
export const removeItem = (items: readonly Span[], index: number): Edit => {
  const item = items[index];
  const after = items[index + 1];
  const before = items[index - 1];
  const start = after === undefined ? (before?.end ?? item?.start ?? 0) : (item?.start ?? 0);
  return { start, end: after === undefined ? (item?.end ?? 0) : after.start, newText: '' };
};
