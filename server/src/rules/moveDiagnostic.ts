import type { Reparse } from '../submit/index.ts';
import type { Diagnostic, Edit } from './rule.ts';

/** Moves what is below changed lines with them; undefined for what is about those lines. */
export const moveDiagnostic = (diagnostic: Diagnostic, change: Reparse): Diagnostic | undefined => {
  const place = moveSpan(diagnostic, change);
  if (place === undefined) return undefined;
  if (diagnostic.fixes === undefined) return { ...diagnostic, ...place };
  const fixes = diagnostic.fixes.map((fix) => ({
    ...fix,
    edits: fix.edits.flatMap((edit) => moveSpan(edit, change) ?? []),
  }));
  const isWhole = fixes.every(({ edits }, index) => edits.length === diagnostic.fixes?.[index]?.edits.length);
  return isWhole ? { ...diagnostic, ...place, fixes } : undefined;
};

const moveSpan = <T extends Pick<Edit, 'start' | 'end'>>(
  span: T,
  { lines, shift }: Reparse,
): T | undefined => {
  const { start, end } = span;
  if (end <= lines.start) return span;
  return start >= lines.end ? { ...span, start: start + shift, end: end + shift } : undefined;
};
