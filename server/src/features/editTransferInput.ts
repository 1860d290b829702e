import type { Edit } from '../rules/rule.ts';
import type { Assignment, Dialect, SubmitFile } from '../submit/index.ts';
import { expand, partsOf, settingOf, submissionsOf } from '../submit/index.ts';
import { insertStatement, lineFeedOf } from './insertStatement.ts';

/** Columns up to which a list is written on one line. */
const width = 100;

/**
 * The edits that make transfer_input_files list `add` (after what is there) and no longer list `remove`. Nothing else
 * changes its meaning; an empty answer means that the file is as wanted. Offsets.
 */
export const editTransferInput = (
  file: SubmitFile,
  dialect: Dialect,
  change: { readonly add: readonly string[]; readonly remove: readonly string[] },
): readonly Edit[] => {
  const submission = submissionsOf(file, dialect)[0];
  if (submission === undefined) return [];
  const setting = settingOf(submission, 'transfer_input_files');
  const local = setting !== undefined && file.statements.includes(setting.assignment);
  const present = new Set(
    setting === undefined
      ? []
      : partsOf(
          { text: expand(setting.assignment.stored, submission.display).text, start: 0, end: 0 },
          ',',
        ).map((item) => item.text),
  );
  const missing = [...new Set(change.add)].filter((name) => !present.has(name));
  if (setting !== undefined && local)
    return editList(file, setting.assignment, missing, new Set(change.remove));
  if (missing.length === 0) return [];
  return [insertion(file, missing, setting !== undefined)];
};

/** Adds to the end of the list that is there, and takes items out with their separator. */
const editList = (
  file: SubmitFile,
  assignment: Assignment,
  add: readonly string[],
  remove: ReadonlySet<string>,
): readonly Edit[] => {
  const { value } = assignment;
  const items = partsOf(value, ',');
  const kept = items.filter((item) => !remove.has(item.text));
  if (kept.length === items.length && add.length === 0) return [];
  if (kept.length === items.length) {
    const text = continued(file, assignment, add);
    if (items.length === 0)
      return [{ start: assignment.operator.end, end: assignment.operator.end, newText: ` ${text}` }];
    const last = items.at(-1) ?? value;
    const trailing = file.text.slice(last.end, value.end).includes(',');
    const at = trailing ? value.end : last.end;
    return [{ start: at, end: at, newText: `${trailing ? '' : ','}${separator(file, assignment)}${text}` }];
  }
  const names = [...kept.map((item) => item.text), ...add];
  const start = value.start;
  return [{ start, end: Math.max(value.end, start), newText: continued(file, assignment, names) }];
};

/** What stands between two items: a line continuation where the list has one already, else a blank. */
const separator = (file: SubmitFile, assignment: Assignment): string => {
  const { value } = assignment;
  const between = /,[ \t]*\\[ \t]*(\r?\n)([ \t]*)/.exec(file.text.slice(value.start, value.end));
  return between === null ? ' ' : ` \\${between[1] ?? '\n'}${between[2] ?? ''}`;
};

const continued = (file: SubmitFile, assignment: Assignment, names: readonly string[]): string =>
  names.join(`,${separator(file, assignment)}`);

/** A new statement at the usual place: after should_transfer_files, else executable, else before queue. */
const insertion = (file: SubmitFile, names: readonly string[], keepOld: boolean): Edit => {
  const feed = lineFeedOf(file);
  const list = keepOld ? ['$(transfer_input_files)', ...names] : names;
  const oneLine = `transfer_input_files = ${list.join(', ')}`;
  const text = oneLine.length <= width ? oneLine : `transfer_input_files = ${list.join(`, \\${feed}    `)}`;
  return insertStatement(file, text, keepOld ? [] : ['should_transfer_files', 'executable']);
};
