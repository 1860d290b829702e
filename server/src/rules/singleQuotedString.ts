import type { Assignment, Expression } from '../submit/index.ts';
import { findAttribute, findCommand, parseExpression, spanIn, walkExpression } from '../submit/index.ts';
import { isAttribute } from './assignments.ts';
import type { Finding, Rule } from './rule.ts';
import { guess } from './rule.ts';

export const singleQuotedString: Rule = {
  code: 'single-quoted-string',
  severity: 'warning',
  summary: 'Single quotes in an expression, which make the name of an attribute instead of a string.',
  checkEach: {
    of: 'withSingleQuote',
    check: (assignment) => (isExpression(assignment) ? check(assignment) : []),
  },
};

const isExpression = ({ name, style }: Assignment): boolean =>
  style !== 'here' && (isAttribute(name) || findCommand(name)?.type.startsWith('expr') === true);

const check = function* ({ value }: Assignment): Iterable<Finding> {
  // A macro can stand for an operand; what else it can stand for does not parse, and is left alone.
  const text = value.text.replace(/\$\$?\([^()]*\)/g, (macro) => '0'.padEnd(macro.length));
  const parsed = parseExpression(text);
  if (parsed.kind === 'failed') return;
  const names: Expression[] = [];
  walkExpression(parsed.expression, (node) => names.push(node));
  for (const node of names) {
    if (
      node.kind !== 'attribute' ||
      text.charAt(node.start) !== "'" ||
      findAttribute(node.name) !== undefined
    )
      continue;
    const span = spanIn(value, node.start, node.end);
    const written = value.text.slice(node.start + 1, node.end - 1);
    yield {
      ...span,
      message: `Single quotes make the name of an attribute, and no job or machine has one called ${node.name}: the comparison is undefined. A string stands in double quotes: "${written}".`,
      fixes: value.pieces === undefined ? [guess('Put it in double quotes', span, `"${written}"`)] : [],
    };
  }
};
