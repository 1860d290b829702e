import { commands, findCommand } from '../submit/index.ts';
import { guess, problemRule } from './rule.ts';
import { closest } from './words.ts';

const commandNames = commands.map(({ name }) => name);

export const illegalIdentifier = problemRule(
  'illegal-identifier',
  'error',
  'A name with characters that names cannot have.',
  (problem, { file }) => {
    if (problem.byteOrderMark) {
      return {
        message:
          'The file begins with a byte order mark, which HTCondor takes for part of the first name. Save it as UTF-8 without one.',
        fixes: [
          {
            title: 'Remove the byte order mark',
            edits: [{ start: problem.start, end: problem.start + 1, newText: '' }],
          },
        ],
      };
    }
    if (problem.name === '') return { message: "Expected a name before '=', found none." };
    const glued = /(?<=.)[+@]$/s.exec(problem.name);
    if (glued !== null) {
      const operator = `${glued[0]}=`;
      return {
        message: `'${operator}' needs a blank before it, else '${glued[0]}' belongs to the name.`,
        // On a continued line of its own, a blank before it would be trimmed away.
        fixes: /\s/.test(file.text.charAt(problem.end - 2))
          ? []
          : [
              {
                title: `Put a blank before '${operator}'`,
                edits: [{ start: problem.end - 1, end: problem.end - 1, newText: ' ' }],
              },
            ],
      };
    }
    if (problem.name.startsWith('+')) {
      return {
        message: `'${problem.name}' can only be set with '='. Write MY.${problem.name.slice(1)} to use this operator.`,
      };
    }
    const message = `'${problem.name}' is no name: names consist of letters, digits, '_', '.' and '/'.`;
    const plain = problem.name
      .replace(/[\u00A0\u2000-\u200B\u202F\uFEFF]/g, '')
      .replace(/[-\u2010-\u2015]/g, '_');
    if (plain === problem.name) return { message };
    // What looks like a blank cannot be seen in the quoted name.
    const unseen = /[\u00A0\u2000-\u200B\u202F\uFEFF]/.test(problem.name)
      ? ' It contains a blank that is no ordinary one (copied from a document?).'
      : '';
    const command = findCommand(plain)?.name ?? closest(plain, commandNames);
    if (command === undefined) return { message: message + unseen };
    return {
      message: `${message}${unseen} Did you mean '${command}'?`,
      fixes: [guess(`Change to '${command}'`, problem, command)],
    };
  },
);
