import { LineRows } from './itemRows.ts';
import type { ItemRows } from './itemRows.ts';
import { MovedConditional } from './movedConditional.ts';
import type { Items, OtherStatement, Problem, Queue, Statement } from './syntax.ts';
import { movedSpan, movedText } from './text.ts';

/** The same problem, `by` characters further on. */
export const movedProblem = (problem: Problem, by: number): Problem => ({
  ...problem,
  ...movedSpan(problem, by),
});

/** The same statement, `by` characters further on. */
export const movedStatement = (statement: OtherStatement, by: number): Statement => {
  const base = { start: statement.start + by, end: statement.end + by };
  switch (statement.kind) {
    case 'if':
    case 'elif':
    case 'else':
    case 'endif':
      return new MovedConditional(statement, by);
    case 'include': {
      const target = movedText(statement.target, by);
      return { ...statement, ...base, keyword: movedSpan(statement.keyword, by), target };
    }
    case 'use': {
      const category = movedText(statement.category, by);
      const templates = movedText(statement.templates, by);
      return { ...statement, ...base, keyword: movedSpan(statement.keyword, by), category, templates };
    }
    case 'message': {
      const message = movedText(statement.message, by);
      return { ...statement, ...base, keyword: movedSpan(statement.keyword, by), message };
    }
    case 'queue':
      return { ...movedQueue(statement, by), ...base };
    case 'invalid':
      return { ...statement, ...base };
  }
};

const movedQueue = (queue: Queue, by: number): Queue => {
  const { keyword, count, variables, modeSpan, qualifier, slice, items } = queue;
  return {
    ...queue,
    keyword: movedSpan(keyword, by),
    arguments: movedText(queue.arguments, by),
    count: count === undefined ? undefined : { ...count, text: movedText(count.text, by) },
    variables: variables.map((variable) => movedText(variable, by)),
    modeSpan: modeSpan === undefined ? undefined : movedSpan(modeSpan, by),
    qualifier: qualifier === undefined ? undefined : movedText(qualifier, by),
    slice: slice === undefined ? undefined : { ...slice, ...movedSpan(slice, by) },
    items: movedItems(items, by),
  };
};

const movedItems = (items: Items, by: number): Items => {
  switch (items.kind) {
    case 'none':
      return items;
    case 'list': {
      const close = items.close === undefined ? undefined : movedSpan(items.close, by);
      return { ...items, rows: movedRows(items.rows, by), close };
    }
    case 'file':
      return { ...items, path: movedText(items.path, by) };
    case 'command':
    case 'stdin':
    case 'patterns':
      return { ...items, text: movedText(items.text, by) };
  }
};

const movedRows = (rows: ItemRows, by: number): ItemRows =>
  rows instanceof LineRows ? rows.moved(by) : Array.from(rows, (row) => movedText(row, by));
