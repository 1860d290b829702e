import type { Dialect, Span, SubmitFile } from '../submit/index.ts';
import { commands, expand, partsOf, settingOf, submissionsOf } from '../submit/index.ts';

/** A file name in the text. */
export interface DocumentLink {
  readonly span: Span;
  /** Relative to the submit file's directory. */
  readonly path: string;
}

const fileCommands = commands.filter(({ type }) => type === 'path' || type === 'path-list');

/** The names of files that are written in a file: includes, files of items, and the values of commands. */
export const documentLinks = (file: SubmitFile, dialect: Dialect): readonly DocumentLink[] => {
  const links: DocumentLink[] = [];
  for (const statement of file.statements) {
    if (statement.kind === 'include' && statement.path !== undefined) {
      const { start, end } = statement.target;
      links.push({ span: { start, end }, path: statement.path });
    } else if (statement.kind === 'queue' && statement.items.kind === 'file') {
      const { start, end, text } = statement.items.path;
      links.push({ span: { start, end }, path: text });
    }
  }
  const own = new Set(file.statements);
  const seen = new Set<object>();
  for (const submission of submissionsOf(file, dialect)) {
    for (const command of fileCommands) {
      const assignment = settingOf(submission, command.name)?.assignment;
      if (assignment === undefined || seen.has(assignment) || !own.has(assignment)) continue;
      seen.add(assignment);
      const items = command.type === 'path' ? [assignment.value] : partsOf(assignment.value, ',');
      for (const { text, start, end } of items) {
        // A name that is different in each job leads nowhere.
        const { text: path, known } = expand(text, submission.display);
        if (known && path !== '' && !path.includes('$') && !/^\w+:\/\//.test(path))
          links.push({ span: { start, end }, path });
      }
    }
  }
  return links.sort((a, b) => a.span.start - b.span.start);
};
