import type { Edit } from '../rules/rule.ts';
import type { Dialect, Span, SubmitFile } from '../submit/index.ts';
import { settingOf, submissionsOf } from '../submit/index.ts';
import { insertStatement } from './insertStatement.ts';

/**
 * The edits that make `requirements` ask for `clause` (a ClassAd expression without || at its top) besides what it asks
 * for already; none where that holds the clause as it is written. Offsets.
 */
export const addRequirement = (file: SubmitFile, dialect: Dialect, clause: string): readonly Edit[] => {
  const submission = submissionsOf(file, dialect)[0];
  if (submission === undefined) return [];
  const setting = settingOf(submission, 'requirements');
  const add = (expression: string): readonly Edit[] => [
    insertStatement(file, `requirements = ${expression}`, setting === undefined ? ['executable'] : []),
  ];
  if (setting === undefined) return add(clause);
  const { assignment } = setting;
  if (assignment.stored.includes(clause)) return [];
  // Of an included file, which is not this document.
  if (!file.statements.includes(assignment)) return add(`($(requirements)) && ${clause}`);
  const { start, end } = assignment.value;
  if (file.text.slice(start, end).trim() === '')
    return [{ start: assignment.operator.end, end: assignment.operator.end, newText: ` ${clause}` }];
  const before = otherArchitecture(file.text.slice(start, end), clause);
  if (before !== undefined)
    return [{ start: start + before.start, end: start + before.end, newText: clause }];
  const simple = !/[|?]|\$/.test(file.text.slice(start, end));
  return simple
    ? [{ start: end, end, newText: ` && ${clause}` }]
    : [
        { start, end: start, newText: '(' },
        { start: end, end, newText: `) && ${clause}` },
      ];
};

const architecture = /\(Arch == "(?:X86_64|aarch64)"\)/;

/** Where a value asks for another architecture, as this function wrote it: with both no machine would match. */
const otherArchitecture = (value: string, clause: string): Span | undefined => {
  const found = architecture.exec(value);
  if (found === null || /[|?]/.test(value) || !architecture.test(clause)) return undefined;
  return { start: found.index, end: found.index + found[0].length };
};
