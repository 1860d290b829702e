import type { Assignment, Dialect, Span, SubmitFile } from '../submit/index.ts';
import { expand, submissionsOf } from '../submit/index.ts';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  /** The whole value where the label is cut. */
  readonly tooltip: string | undefined;
}

const labelLimit = 60;
const hintLimit = 500;

/** What the values in a part of the file are once their macros are expanded, behind each value. */
export const inlayHints = (file: SubmitFile, dialect: Dialect, range: Span): readonly InlayHint[] => {
  const submissions = submissionsOf(file, dialect);
  const hints: InlayHint[] = [];
  for (const statement of file.statements) {
    if (statement.start > range.end || hints.length >= hintLimit) break;
    if (statement.kind !== 'assignment' || !statement.active || statement.end < range.start) continue;
    const { style, value } = statement;
    if (style === 'here' || !value.text.includes('$(') || value.end <= value.start) continue;
    const submission =
      submissions.find(({ queue }) => queue === undefined || queue.start > statement.start) ??
      submissions.at(-1);
    const worth = submission === undefined ? '' : expand(statement.stored, submission.display).text.trim();
    if (worth !== '' && worth !== value.text) hints.push(hint(statement, worth.replace(/\s+/g, ' ')));
  }
  return hints;
};

const hint = ({ value }: Assignment, worth: string): InlayHint => {
  const isLong = worth.length > labelLimit;
  return {
    offset: value.end,
    label: ` = ${isLong ? `${worth.slice(0, labelLimit - 1)}…` : worth}`,
    tooltip: isLong ? worth : undefined,
  };
};
