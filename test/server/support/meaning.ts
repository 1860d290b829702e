import type { SubmitFile } from '../../../server/src/submit/index.ts';

/** All that condor_submit can notice of a file. */
export const meaning = (file: SubmitFile): unknown => ({
  statements: file.statements.map((statement) =>
    statement.kind === 'assignment'
      ? [statement.name, statement.style, statement.stored, statement.active, statement.value.text]
      : statement.kind === 'queue'
        ? [
            statement.arguments.text,
            statement.active,
            JSON.stringify(
              statement.items.kind === 'list'
                ? [...statement.items.rows].map(({ text }) => text)
                : statement.items.kind,
            ),
          ]
        : [statement.kind, statement.active],
  ),
  table: file.definitions.values().map(({ name, stored }) => [name, stored]),
  problems: file.problems.map(({ kind }) => kind),
});
