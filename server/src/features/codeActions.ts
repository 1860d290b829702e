import type { Diagnostic, Fix } from '../rules/rule.ts';
import type { Span } from '../submit/index.ts';

export interface FixChoice {
  readonly fix: Fix;
  readonly diagnostic: Diagnostic;
  /** The only fix of its diagnostic: the editor may apply it without asking. */
  readonly preferred: boolean;
}

/** The fixes of the diagnostics that touch a span. */
export const fixesAt = (diagnostics: readonly Diagnostic[], span: Span): readonly FixChoice[] =>
  diagnostics
    .filter((diagnostic) => diagnostic.start <= span.end && diagnostic.end >= span.start)
    .flatMap((diagnostic) =>
      (diagnostic.fixes ?? []).map((fix) => ({ fix, diagnostic, preferred: diagnostic.fixes?.length === 1 })),
    );
