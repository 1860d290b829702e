import type { SourceText } from '../submit/index.ts';
import { referencesIn, spanIn } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { nothing } from './rule.ts';

const bodyLimit = 1000;
const [open, close] = [40, 41];

export const functionParenthesis: Rule = {
  code: 'function-parenthesis',
  severity: 'warning',
  summary: 'Parentheses inside a macro function, which end it too early.',
  checkEach: {
    of: 'withFunctions',
    check: (assignment) => {
      const { inPlace } = assignment;
      return inPlace === undefined || hasInner(inPlace.text, inPlace.start, inPlace.end)
        ? check(assignment.value)
        : nothing;
    },
  },
};

/** A first look: most values with functions have no parentheses inside others. */
const hasInner = (text: string, start: number, end: number): boolean => {
  let isOpen = false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === open && isOpen) return true;
    if (code === open || code === close) isOpen = code === open;
  }
  return false;
};

const check = function* (value: SourceText): Iterable<Finding> {
  for (const reference of referencesIn(value.text)) {
    if (reference.kind !== 'function' || reference.name === 'ENV') continue;
    // References inside each other have all of each other's text: only what a person can write is looked at.
    if (reference.bodyEnd - reference.bodyStart > bodyLimit) continue;
    const body = value.text.slice(reference.bodyStart, reference.bodyEnd);
    // $F(...) and its like take a macro's name; a reference inside is expanded before the function is.
    if (!/\w\(|(?<![$\w])\(/.test(body.replace(/\$\(/g, '$['))) continue;
    yield {
      ...spanIn(value, reference.start, reference.end),
      message: `$${reference.name}(...) ends at the first ')', in the middle of the inner parentheses. Set a macro to the inner part first, and refer to its name.`,
    };
  }
};
