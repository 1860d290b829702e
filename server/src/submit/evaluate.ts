import type { Expression, Literal } from './expressionTree.ts';

/** What an expression is worth without any ad; `unknown` where only HTCondor can tell (time, random, user maps). */
export type Value =
  | { readonly type: 'number'; readonly number: number; readonly integer: boolean }
  | { readonly type: 'boolean'; readonly boolean: boolean }
  | { readonly type: 'string'; readonly string: string }
  | { readonly type: 'undefined' }
  | { readonly type: 'error' }
  | { readonly type: 'list'; readonly items: readonly Value[] }
  | { readonly type: 'unknown' };

const unknown: Value = { type: 'unknown' };
const undefinedValue: Value = { type: 'undefined' };
const error: Value = { type: 'error' };
const bool = (boolean: boolean): Value => ({ type: 'boolean', boolean });
const numberValue = (number: number, integer: boolean): Value => ({
  type: 'number',
  number: integer ? Math.trunc(number) : number,
  integer,
});

/** Evaluates with every attribute undefined, as condor_submit does for counts, booleans and integers. */
export const evaluate = (expression: Expression): Value => {
  switch (expression.kind) {
    case 'literal':
      return literalValue(expression.value);
    case 'attribute':
      return expression.scope === undefined || expression.scope.kind === 'attribute'
        ? undefinedValue
        : unknown;
    case 'unary':
      return evaluateUnary(expression.operator, evaluate(expression.operand));
    case 'binary':
      return evaluateChain(expression);
    case 'conditional': {
      const condition = evaluate(expression.condition);
      if (expression.whenTrue === undefined) {
        return condition.type === 'undefined' ? evaluate(expression.whenFalse) : condition;
      }
      const truth = truthOf(condition);
      if (typeof truth !== 'boolean') return truth;
      return evaluate(truth ? expression.whenTrue : expression.whenFalse);
    }
    case 'call':
      return evaluateCall(expression.name.toLowerCase(), expression.arguments.map(evaluate));
    case 'list':
      return { type: 'list', items: expression.items.map(evaluate) };
    case 'record':
    case 'subscript':
      return unknown;
  }
};

/** A chain of operators leans to the left as deeply as it is long: it is followed in a loop. */
const evaluateChain = (chain: Expression & { readonly kind: 'binary' }): Value => {
  const nodes = [chain];
  let first = chain.left;
  for (; first.kind === 'binary'; first = first.left) nodes.push(first);
  return nodes.reduceRight(
    (left, { operator, right }) => evaluateBinary(operator, left, () => evaluate(right)),
    evaluate(first),
  );
};

const literalValue = (literal: Literal): Value => {
  switch (literal.type) {
    case 'integer':
    case 'real':
      return numberValue(literal.number, literal.type === 'integer');
    case 'string':
      return { type: 'string', string: literal.string };
    case 'boolean':
      return bool(literal.boolean);
    case 'undefined':
      return undefinedValue;
    case 'error':
      return error;
  }
};

const truthOf = (value: Value): boolean | Value => {
  if (value.type === 'boolean') return value.boolean;
  if (value.type === 'number') return value.number !== 0;
  if (value.type === 'undefined' || value.type === 'unknown') return value;
  return error;
};

const evaluateUnary = (operator: string, operand: Value): Value => {
  if (operator === '!') {
    const truth = truthOf(operand);
    return typeof truth === 'boolean' ? bool(!truth) : truth;
  }
  if (operand.type !== 'number')
    return operand.type === 'undefined' || operand.type === 'unknown' ? operand : error;
  if (operator === '-') return numberValue(-operand.number, operand.integer);
  if (operator === '~') return operand.integer ? numberValue(~operand.number, true) : error;
  return operand;
};

const evaluateBinary = (operator: string, left: Value, right: () => Value): Value => {
  if (operator === '&&' || operator === '||') {
    const first = truthOf(left);
    if (first === (operator === '||')) return bool(first);
    const second = truthOf(right());
    if (second === (operator === '||')) return bool(second);
    if (typeof first !== 'boolean') return first;
    return typeof second === 'boolean' ? bool(second) : second;
  }
  const other = right();
  if (left.type === 'unknown' || other.type === 'unknown') return unknown;
  if (operator === '=?=' || operator === 'is') return bool(identical(left, other));
  if (operator === '=!=' || operator === 'isnt') return bool(!identical(left, other));
  if (left.type === 'error' || other.type === 'error') return error;
  if (left.type === 'undefined' || other.type === 'undefined') return undefinedValue;
  if (left.type === 'string' && other.type === 'string') {
    const a = left.string.toLowerCase();
    const b = other.string.toLowerCase();
    return compare(operator, a === b ? 0 : a < b ? -1 : 1);
  }
  const a = numericOf(left);
  const b = numericOf(other);
  if (a === undefined || b === undefined) return error;
  const compared = compare(operator, a.number === b.number ? 0 : a.number < b.number ? -1 : 1);
  return compared.type === 'error'
    ? arithmetic(operator, a.number, b.number, a.integer && b.integer)
    : compared;
};

const identical = (a: Value, b: Value): boolean => {
  if (a.type !== b.type) return false;
  if (a.type === 'string' && b.type === 'string') return a.string === b.string;
  if (a.type === 'number' && b.type === 'number') return a.number === b.number && a.integer === b.integer;
  if (a.type === 'boolean' && b.type === 'boolean') return a.boolean === b.boolean;
  return a.type === 'undefined' || a.type === 'error';
};

const numericOf = (value: Value): { readonly number: number; readonly integer: boolean } | undefined => {
  if (value.type === 'number') return value;
  if (value.type === 'boolean') return { number: value.boolean ? 1 : 0, integer: true };
  return undefined;
};

const compare = (operator: string, order: number): Value => {
  switch (operator) {
    case '==':
      return bool(order === 0);
    case '!=':
      return bool(order !== 0);
    case '<':
      return bool(order < 0);
    case '<=':
      return bool(order <= 0);
    case '>':
      return bool(order > 0);
    case '>=':
      return bool(order >= 0);
    default:
      return error;
  }
};

const arithmetic = (operator: string, a: number, b: number, integer: boolean): Value => {
  switch (operator) {
    case '+':
      return numberValue(a + b, integer);
    case '-':
      return numberValue(a - b, integer);
    case '*':
      return numberValue(a * b, integer);
    case '/':
      return b === 0 ? error : numberValue(a / b, integer);
    case '%':
      return b === 0 || !integer ? error : numberValue(a % b, true);
    case '&':
      return numberValue(a & b, true);
    case '|':
      return numberValue(a | b, true);
    case '^':
      return numberValue(a ^ b, true);
    case '<<':
      return numberValue(a << b, true);
    case '>>':
      return numberValue(a >> b, true);
    case '>>>':
      return numberValue(a >>> b, true);
    default:
      return error;
  }
};

const rounders: ReadonlyMap<string, (x: number) => number> = new Map([
  ['int', Math.trunc],
  ['floor', Math.floor],
  ['ceiling', Math.ceil],
  ['ceil', Math.ceil],
  ['round', Math.round],
]);

const evaluateCall = (name: string, values: readonly Value[]): Value => {
  const first = values[0];
  const round = rounders.get(name);
  if (round !== undefined && first?.type === 'number') return numberValue(round(first.number), true);
  if (name === 'real' && first?.type === 'number') return numberValue(first.number, false);
  if (name === 'ifthenelse' && first !== undefined) {
    const truth = truthOf(first);
    if (typeof truth !== 'boolean') return truth;
    return values[truth ? 1 : 2] ?? error;
  }
  if (name === 'strcat' && values.every((value) => value.type === 'string' || value.type === 'number')) {
    return { type: 'string', string: values.map(printed).join('') };
  }
  return unknown;
};

/** As the ClassAd unparser prints a value inside a string. */
export const printed = (value: Value): string => {
  switch (value.type) {
    case 'number':
      return value.integer ? String(value.number) : printedReal(value.number);
    case 'boolean':
      return value.boolean ? 'true' : 'false';
    case 'string':
      return value.string;
    case 'undefined':
    case 'error':
    case 'unknown':
      return value.type;
    case 'list':
      return `{ ${value.items.map(printed).join(',')} }`;
  }
};

const printedReal = (real: number): string =>
  real === 0
    ? '0.0'
    : real
        .toExponential(15)
        .toUpperCase()
        .replace(/E([-+])(\d)$/, 'E$10$2');
