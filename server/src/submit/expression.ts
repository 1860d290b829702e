import { ExpressionScanner } from './expressionTokens.ts';
import type { Expression, ExpressionError, Literal } from './expressionTree.ts';

export type ExpressionResult =
  | { readonly kind: 'parsed'; readonly expression: Expression }
  | { readonly kind: 'failed'; readonly error: ExpressionError };

/** Deepest nesting that is followed; a deeper expression is reported as an error instead of exhausting the stack. */
const depthLimit = 400;

/** Ends a parse at its first error; caught by parseExpression, the only way in. No Error: a stack takes long to note. */
class Failure {
  constructor(readonly error: ExpressionError) {}
}

/**
 * Parses the whole text as one ClassAd expression: the tree, or the first error. Total: never throws. The grammar is the
 * ClassAd language's, with HTCondor's submit habits: `//` and block comments are blanks.
 */
export const parseExpression = (text: string): ExpressionResult => {
  try {
    const parser = new Parser(text);
    return { kind: 'parsed', expression: parser.parseAll() };
  } catch (thrown) {
    if (thrown instanceof Failure) return { kind: 'failed', error: thrown.error };
    throw thrown;
  }
};

/** Binding strengths of the binary operators, weakest first. */
const strengths: ReadonlyMap<string, number> = new Map(
  [
    ['||'],
    ['&&'],
    ['|'],
    ['^'],
    ['&'],
    ['==', '!=', '=?=', '=!=', 'is', 'isnt'],
    ['<', '<=', '>', '>='],
    ['<<', '>>', '>>>'],
    ['+', '-'],
    ['*', '/', '%'],
  ].flatMap((operators, strength) => operators.map((operator) => [operator, strength] as const)),
);

/** What has no strength is no binary operator. */
const noOperator = -1;

class Parser {
  private readonly token: ExpressionScanner;
  private depth = 0;

  constructor(text: string) {
    this.token = new ExpressionScanner(text);
    this.checkClosed();
  }

  parseAll(): Expression {
    const expression = this.conditional();
    if (this.token.kind !== 'end') this.fail('an operator or the end of the expression');
    return expression;
  }

  private fail(expected: string): never {
    const { start, end, text } = this.token;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- see Failure
    throw new Failure({ expected, start, end: Math.max(end, Math.min(start + 1, text.length)) });
  }

  private next(): void {
    this.token.next();
    this.checkClosed();
  }

  private checkClosed(): void {
    const { kind, text, start, end } = this.token;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- see Failure
    if (kind === 'open') throw new Failure({ expected: `a closing ${text.charAt(start)}`, start, end });
  }

  private accept(operator: string): boolean {
    if (this.token.operator !== operator) return false;
    this.next();
    return true;
  }

  /** Takes an operator that must be there; its end. */
  private expect(operator: string): number {
    const { end } = this.token;
    return this.accept(operator) ? end : this.fail(`'${operator}'`);
  }

  private conditional(): Expression {
    if (++this.depth > depthLimit) this.fail('a less deeply nested expression');
    const condition = this.binary(0);
    const { start } = condition;
    let result = condition;
    if (this.accept('?:')) {
      const whenFalse = this.conditional();
      result = { kind: 'conditional', condition, whenTrue: undefined, whenFalse, start, end: whenFalse.end };
    } else if (this.accept('?')) {
      const whenTrue = this.conditional();
      this.expect(':');
      const whenFalse = this.conditional();
      result = { kind: 'conditional', condition, whenTrue, whenFalse, start, end: whenFalse.end };
    }
    this.depth--;
    return result;
  }

  /** Operands joined by operators that bind at least as strongly as `weakest`. */
  private binary(weakest: number): Expression {
    let left = this.unary();
    for (;;) {
      const operator = this.binaryOperator();
      const strength = operator === '' ? noOperator : (strengths.get(operator) ?? noOperator);
      if (strength < weakest) return left;
      this.next();
      const right = this.binary(strength + 1);
      left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
    }
  }

  /** The operator here, the words among them in lower case; empty when there is none. */
  private binaryOperator(): string {
    const { kind, start, end } = this.token;
    if (kind !== 'name' || (end - start !== 2 && end - start !== 4)) return this.token.operator;
    const word = this.token.word.toLowerCase();
    return word === 'is' || word === 'isnt' ? word : '';
  }

  private unary(): Expression {
    const { operator, start } = this.token;
    if (operator === '-' || operator === '+' || operator === '!' || operator === '~') {
      if (++this.depth > depthLimit) this.fail('a less deeply nested expression');
      this.next();
      const operand = this.unary();
      this.depth--;
      return { kind: 'unary', operator, operand, start, end: operand.end };
    }
    return this.postfix(this.primary());
  }

  private postfix(base: Expression): Expression {
    let result = base;
    for (;;) {
      const { start } = result;
      if (this.accept('.')) {
        const { end } = this.token;
        result = { kind: 'attribute', name: this.name(), scope: result, absolute: false, start, end };
      } else if (this.accept('[')) {
        const index = this.conditional();
        result = { kind: 'subscript', base: result, index, start, end: this.expect(']') };
      } else return result;
    }
  }

  private name(): string {
    const { kind, word } = this.token;
    if (kind !== 'name' && kind !== 'quoted-name') this.fail('an attribute name');
    this.next();
    return word;
  }

  private primary(): Expression {
    const { kind, start, end } = this.token;
    switch (kind) {
      case 'integer':
      case 'real': {
        const value: Literal = { type: kind, number: Number(this.token.word) };
        this.next();
        return { kind: 'literal', value, start, end };
      }
      case 'string': {
        const value: Literal = { type: kind, string: unescape(this.token.word) };
        this.next();
        return { kind: 'literal', value, start, end };
      }
      case 'quoted-name':
        return { kind: 'attribute', name: this.name(), scope: undefined, absolute: false, start, end };
      case 'name':
        return this.named();
      case 'end':
      case 'open':
        return this.fail('a value');
      case 'operator':
        return this.bracketed();
    }
  }

  private named(): Expression {
    const { start, end } = this.token;
    const name = this.name();
    const literal = literalOf(name);
    if (literal !== undefined) return { kind: 'literal', value: literal, start, end };
    if (!this.accept('(')) {
      return { kind: 'attribute', name, scope: undefined, absolute: false, start, end };
    }
    const items: Expression[] = [];
    const close = this.itemsUntil(')', items);
    return { kind: 'call', name, nameEnd: end, arguments: items, start, end: close };
  }

  private bracketed(): Expression {
    const { start } = this.token;
    if (this.accept('(')) {
      const inner = this.conditional();
      this.expect(')');
      return inner;
    }
    if (this.accept('{')) {
      const items: Expression[] = [];
      const end = this.itemsUntil('}', items);
      return { kind: 'list', items, start, end };
    }
    if (this.accept('[')) return this.record(start);
    if (this.accept('.')) {
      const { end } = this.token;
      return { kind: 'attribute', name: this.name(), scope: undefined, absolute: true, start, end };
    }
    return this.fail('a value');
  }

  /** Reads items between commas up to the closing bracket; the end of the bracket. */
  private itemsUntil(closer: string, items: Expression[]): number {
    let { end } = this.token;
    while (!this.accept(closer)) {
      items.push(this.conditional());
      ({ end } = this.token);
      if (this.accept(closer)) break;
      if (!this.accept(',')) this.fail(`',' or '${closer}'`);
      ({ end } = this.token);
    }
    return end;
  }

  private record(start: number): Expression {
    const fields: { name: string; value: Expression }[] = [];
    let { end } = this.token;
    while (!this.accept(']')) {
      const name = this.name();
      this.expect('=');
      fields.push({ name, value: this.conditional() });
      const separated = this.accept(';');
      ({ end } = this.token);
      if (!separated && this.token.operator !== ']') this.fail("';' or ']'");
    }
    return { kind: 'record', fields, start, end };
  }
}

const keywords: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['true', { type: 'boolean', boolean: true }],
  ['false', { type: 'boolean', boolean: false }],
  ['undefined', { type: 'undefined' }],
  ['error', { type: 'error' }],
]);

/** The literal that is written as a name, any case; all have 4, 5 or 9 letters. */
const literalOf = (name: string): Literal | undefined => {
  const { length } = name;
  return length === 4 || length === 5 || length === 9 ? keywords.get(name.toLowerCase()) : undefined;
};

const unescape = (text: string): string =>
  text.includes('\\')
    ? text.replace(
        /\\(.)/gs,
        (_, character: string) => ({ n: '\n', t: '\t', r: '\r' })[character] ?? character,
      )
    : text;
