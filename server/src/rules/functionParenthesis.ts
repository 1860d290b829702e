import type { SourceText } from '../submit/index.ts';
import { referencesIn, spanIn } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';

const bodyLimit = 1000;

export const functionParenthesis: Rule = {
  code: 'function-parenthesis',
  severity: 'warning',
  summary: 'Parentheses inside a macro function, which end it too early.',
  checkEach: {
    of: 'withMacros',
    check: (assignment) => (assignment.references.hasFunction ? check(assignment.value) : []),
  },
};

/** A first look: most values with functions have nothing of the kind. */
const mayHaveInner = /\$[A-Z][A-Za-z_]*\([^)]*\(/;

const check = function* (value: SourceText): Iterable<Finding> {
  if (!mayHaveInner.test(value.text)) return;
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
