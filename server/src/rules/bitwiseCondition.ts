import type { Assignment, Expression } from '../submit/index.ts';
import { parseExpression, spanIn, walkExpression } from '../submit/index.ts';
import type { Finding, Rule } from './rule.ts';
import { guess, nothing } from './rule.ts';

const conditions = new Set(['==', '!=', '=?=', '=!=', 'is', 'isnt', '<', '<=', '>', '>=', '&&', '||']);

export const bitwiseCondition: Rule = {
  code: 'bitwise-condition',
  severity: 'warning',
  summary: '& or | between conditions, instead of && or ||.',
  checkEach: {
    of: 'commands',
    check: (assignment) => {
      const { style, entry } = assignment;
      if (style === 'here' || entry.command?.type.startsWith('expr') !== true) return nothing;
      const { text } = assignment.value;
      return hasSingle(text, '&') || hasSingle(text, '|') ? check(assignment) : nothing;
    },
  },
};

/** A first look: almost all of them are doubled. */
const hasSingle = (text: string, operator: string): boolean => {
  for (let at = text.indexOf(operator); at >= 0; at = text.indexOf(operator, at + 2))
    if (text.charCodeAt(at + 1) !== text.charCodeAt(at)) return true;
  return false;
};

const check = ({ value }: Assignment): readonly Finding[] => {
  const parsed = parseExpression(value.text.replace(/\$\$?\([^()]*\)/g, (macro) => '0'.padEnd(macro.length)));
  if (parsed.kind === 'failed') return [];
  const findings: Finding[] = [];
  walkExpression(parsed.expression, (node) => {
    if (node.kind !== 'binary' || (node.operator !== '&' && node.operator !== '|')) return;
    if (!isCondition(node.left) && !isCondition(node.right)) return;
    // Parentheses are no nodes: the operator is somewhere between its operands.
    const at = value.text.indexOf(node.operator, node.left.end);
    if (at < 0 || at >= node.right.start) return;
    const span = spanIn(value, at, at + 1);
    const meant = node.operator.repeat(2);
    findings.push({
      ...span,
      message: `'${node.operator}' combines the bits of integers, and with a condition it is an error, which is never true. Conditions are combined by '${meant}'.`,
      fixes: value.pieces === undefined ? [guess(`Change to ${meant}`, span, meant)] : [],
    });
  });
  return findings;
};

const isCondition = (node: Expression): boolean =>
  (node.kind === 'binary' && conditions.has(node.operator)) ||
  (node.kind === 'unary' && node.operator === '!') ||
  (node.kind === 'literal' && node.value.type === 'boolean');
