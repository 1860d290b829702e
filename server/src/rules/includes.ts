import type { Assignment, Span, Statement, Submission, SubmitFile } from '../submit/index.ts';
import { exchangeAssignments } from '../submit/index.ts';
import type { Diagnostic } from './rule.ts';

/** The include statements of a file, as far as the rules need them. */
export interface Includes {
  /** Moves what an included file sets to the place of the include statement: other offsets mean nothing here. */
  readonly relocate: (submissions: readonly Submission[]) => readonly Submission[];
  /** Says that what is reported at an include statement is in the included file, and leaves out fixes of it. */
  readonly attribute: (diagnostic: Diagnostic) => Diagnostic;
}

/** Finds the include statements of a file whose files were read. */
export const includesOf = (statements: readonly Statement[]): Includes => {
  const places = new Map<Assignment, Span>();
  const paths = new Map<number, string>();
  for (const statement of statements) {
    if (statement.kind !== 'include' || statement.file === undefined) continue;
    const { start, end, text } = statement.target;
    paths.set(start, statement.path ?? text);
    collect(statement.file, { start, end }, places);
  }
  if (places.size === 0) {
    return { relocate: (submissions) => submissions, attribute: (diagnostic) => diagnostic };
  }
  const moved = new Map([...places].map(([assignment, place]) => [assignment, moveTo(assignment, place)]));
  return {
    relocate: (submissions) =>
      submissions.map((submission) =>
        exchangeAssignments(submission, (assignment) => moved.get(assignment) ?? assignment),
      ),
    attribute: (diagnostic) => {
      const path = paths.get(diagnostic.start);
      const fixes = diagnostic.fixes?.filter((fix) => !fix.edits.some((edit) => paths.has(edit.start)));
      if (path === undefined || diagnostic.code.startsWith('include-')) {
        return fixes === undefined ? diagnostic : { ...diagnostic, fixes };
      }
      return { ...diagnostic, fixes: [], message: `In '${path}': ${diagnostic.message}` };
    },
  };
};

const collect = (file: SubmitFile, place: Span, places: Map<Assignment, Span>): void => {
  for (const statement of file.statements) {
    if (statement.kind === 'assignment') places.set(statement, place);
    else if (statement.kind === 'include' && statement.file !== undefined)
      collect(statement.file, place, places);
  }
};

const moveTo = (assignment: Assignment, place: Span): Assignment => {
  const pieces = [{ at: 0, source: place.start, replaced: place.end - place.start }];
  const { kind, active, name, entry, style, stored, hasMacrosInKey, hasMacros, isGlued, references } =
    assignment;
  return {
    kind,
    active,
    name,
    entry,
    style,
    stored,
    inPlace: assignment.inPlace,
    hasMacrosInKey,
    hasMacros,
    isGlued,
    references,
    ...place,
    key: { ...assignment.key, ...place, pieces },
    operator: place,
    value: { ...assignment.value, ...place, pieces },
  };
};
