import type { Assignment } from '../submit/index.ts';
import { findCommand } from '../submit/index.ts';
import { isAttribute } from './assignments.ts';
import type { Finding, Rule } from './rule.ts';
import { guess } from './rule.ts';
import { typed } from './typography.ts';

const anyOf = /[“”„‟‘’‚‛‐‑‒–—−\u00A0\u202F\u200B]/;
const eachOf = new RegExp(anyOf.source, 'g');
/** In text for people or programs, these may be meant: they count where they take the place of syntax. */
const asSyntax = /^[“”„‟‘]|(?:^|\s)[–—−‐]+\w|[\u00A0\u202F\u200B]/;

export const typographicCharacter: Rule = {
  code: 'typographic-character',
  severity: 'warning',
  summary: 'Quotation marks, dashes or blanks as word processors set them.',
  checkEach: {
    of: 'withTypography',
    check: (assignment) => {
      const finding = assignment.style === 'here' ? undefined : inValue(assignment);
      return finding === undefined ? [] : [finding];
    },
  },
};

const inValue = ({ name, key, value }: Assignment): Finding | undefined => {
  const type = findCommand(name)?.type;
  const isExpression = isAttribute(name) || type?.startsWith('expr') === true;
  // In the strings of an expression they can be meant, too.
  const text = isExpression
    ? value.text.replace(/"[^"]*"/g, (string) => '"'.repeat(string.length))
    : value.text;
  const found = (isExpression ? anyOf : asSyntax).exec(text);
  const character = found === null ? undefined : anyOf.exec(found[0])?.[0];
  if (character === undefined) return undefined;
  const span = { start: value.start, end: value.end };
  const plain = typed.get(character) ?? '';
  const what =
    plain.trim() === '' ? 'a blank that is no ordinary one' : `the typographic character '${character}'`;
  const meant = plain === '' ? 'leave it out' : plain === ' ' ? 'write an ordinary blank' : `write ${plain}`;
  return {
    ...span,
    message: `The value of '${key.text}' has ${what} (copied from a document?), which means nothing to HTCondor: ${meant}.`,
    fixes:
      value.pieces === undefined
        ? [
            guess(
              'Write it in plain characters',
              span,
              value.text.replace(eachOf, (c) => typed.get(c) ?? c),
            ),
          ]
        : [],
  };
};
