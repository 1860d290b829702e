import type { Edit } from '../rules/rule.ts';
import type { Dialect, Span, SubmitFile } from '../submit/index.ts';
import { findCommand } from '../submit/index.ts';
import { unwrapShim } from './unwrapShim.ts';
import { wrapWithShim } from './wrapWithShim.ts';

export interface Refactoring {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Why it cannot be done here; the editor shows it where people ask for refactorings. */
  readonly disabled: string | undefined;
}

/** Where DMTCP's tools are when the distribution's package is installed. */
const usualInstallation = '/usr';

/** What can be made of the job, offered on its executable, its arguments and its queue statement. */
export const refactoringsAt = (file: SubmitFile, dialect: Dialect, span: Span): readonly Refactoring[] => {
  const touched = file.statements.some(
    (statement) =>
      statement.start <= span.end &&
      statement.end >= span.start &&
      (statement.kind === 'queue' ||
        (statement.kind === 'assignment' &&
          ['executable', 'arguments'].includes(findCommand(statement.name)?.name ?? ''))),
  );
  if (!touched) return [];
  const unwrapped = unwrapShim(file, dialect);
  if (!('refused' in unwrapped))
    return [{ title: 'Unwrap from shim_dmtcp', edits: unwrapped, disabled: undefined }];
  const choices = [
    ['Wrap with shim_dmtcp', {}],
    ['Wrap with shim_dmtcp, with DMTCP of the execute hosts', { installation: usualInstallation }],
  ] as const;
  return choices.map(([title, options]) => {
    const edits = wrapWithShim(file, dialect, options);
    return 'refused' in edits
      ? { title, edits: [], disabled: edits.refused }
      : { title, edits, disabled: undefined };
  });
};
