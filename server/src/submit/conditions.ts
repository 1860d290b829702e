import type { Scope } from './macros.ts';
import { expand } from './macros.ts';
import type { ConditionReason } from './syntax.ts';
import type { Version } from './version.ts';

/** What an `if` condition is worth; `unknown` where it depends on the pool's configuration. */
export type ConditionResult =
  | { readonly kind: 'value'; readonly value: boolean }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'invalid'; readonly reason: ConditionReason };

const value = (result: boolean): ConditionResult => ({ kind: 'value', value: result });
const invalid = (reason: ConditionReason): ConditionResult => ({ kind: 'invalid', reason });

const numberPattern = /^-?\d+(?:\.\d*)?(?:[eE][-+]?\d*)?$/;
const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['t', true],
  ['false', false],
  ['no', false],
  ['f', false],
]);

/** Evaluates the text after `if` or `elif`: HTCondor allows a number, a boolean, `defined` and `version`, and `!`. */
export const evaluateCondition = (condition: string, scope: Scope, version: Version): ConditionResult => {
  const expansion = expand(condition, scope);
  const text = expansion.text.trim();
  const negated = text.startsWith('!');
  const operand = negated ? text.slice(1).trimStart() : text;
  const result = evaluateOperand(operand, condition.includes('$'), scope, version);
  if (result.kind === 'value') return value(result.value !== negated);
  return !expansion.known && result.kind === 'invalid' ? { kind: 'unknown' } : result;
};

const evaluateOperand = (
  text: string,
  expanded: boolean,
  scope: Scope,
  version: Version,
): ConditionResult => {
  if (text === '') return expanded ? value(false) : invalid('not-a-condition');
  if (numberPattern.test(text)) return value(Number.parseFloat(text) !== 0);
  const boolean = booleans.get(text.toLowerCase());
  if (boolean !== undefined) return value(boolean);
  if (/^version(?![A-Za-z0-9])/i.test(text)) return evaluateVersion(text, version);
  if (/^defined(?![A-Za-z0-9])/i.test(text)) return evaluateDefined(text.slice(7).trim(), scope);
  return invalid(/^[A-Za-z0-9_./]+$/.test(text) && !/^\d+$/.test(text) ? 'not-a-condition' : 'complex');
};

const evaluateVersion = (text: string, version: Version): ConditionResult => {
  const match = /^version\s*(!?)(==|>=|<=|[<>=]?)\s*(.*)$/i.exec(text);
  if (match === null) return invalid('complex');
  const [, negation, operator = '', literal = ''] = match;
  if (operator !== '' && !/^version\s/i.test(text)) return invalid('complex');
  const numbers = /^[vV]?(\d+)\.(\d+)(?:\.(\d+))?/.exec(literal);
  if (numbers === null || Number(numbers[1]) < 6) return invalid('version');
  const difference =
    version.major - Number(numbers[1]) ||
    version.minor - Number(numbers[2]) ||
    (numbers[3] === undefined ? 0 : version.patch - Number(numbers[3]));
  const held =
    (operator.includes('<') && difference < 0) ||
    (operator.includes('>') && difference > 0) ||
    (!/^[<>]$/.test(operator) && difference === 0);
  return value(held !== (negation === '!'));
};

const evaluateDefined = (operand: string, scope: Scope): ConditionResult => {
  if (operand === '') return value(false);
  if (numberPattern.test(operand) || /^(?:true|false)$/i.test(operand)) return value(true);
  const use = /^use\s+(.*)$/i.exec(operand);
  if (use !== null) return evaluateDefinedUse(use[1] ?? '');
  if (!/^[A-Za-z0-9_./]+$/.test(operand)) {
    return invalid(/^[A-Za-z0-9_./:\s]+$/.test(operand) ? 'defined' : 'complex');
  }
  const found = scope.lookup(operand.toLowerCase());
  if (found === undefined) return value(booleans.has(operand.toLowerCase()));
  return value(found !== '');
};

const evaluateDefinedUse = (operand: string): ConditionResult => {
  if (/\s/.test(operand)) return invalid('defined-use-blanks');
  const [category = '', name = ''] = operand.toLowerCase().split(':');
  if (category === 'strict') return value(name === '' || ['true', 'false', 'harsh'].includes(name));
  return category === 'template' ? { kind: 'unknown' } : value(false);
};
