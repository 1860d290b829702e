import type { Diagnostic } from './rules/rule.ts';

/**
 * At most `limit` diagnostics, errors before others, in the order of the text; where some are left out, the last one says
 * so. An editor has no use for more, and sending them takes longer than finding them.
 */
export const boundedDiagnostics = (
  diagnostics: readonly Diagnostic[],
  limit: number,
): readonly Diagnostic[] => {
  if (diagnostics.length <= limit) return diagnostics;
  const kept = new Set(
    [
      ...diagnostics.filter(({ severity }) => severity === 'error'),
      ...diagnostics.filter(({ severity }) => severity !== 'error'),
    ].slice(0, limit - 1),
  );
  const omitted = diagnostics.filter((diagnostic) => !kept.has(diagnostic));
  const place = omitted[0] ?? { start: 0, end: 0 };
  const note: Diagnostic = {
    start: place.start,
    end: place.end,
    code: 'more-findings',
    severity: 'information',
    message: `${omitted.length} more findings, from here on, are not shown: ${limit} are shown at most. condor-submit-lint prints all.`,
  };
  return [...diagnostics.filter((diagnostic) => kept.has(diagnostic)), note];
};
