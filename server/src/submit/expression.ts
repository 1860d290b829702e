import type { ExpressionToken } from './expressionTokens.ts';
import { readToken } from './expressionTokens.ts';
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

class Parser {
  private token: ExpressionToken;
  private depth = 0;

  constructor(private readonly text: string) {
    this.token = this.read(0);
  }

  parseAll(): Expression {
    const expression = this.conditional();
    if (this.token.kind !== 'end') this.fail('an operator or the end of the expression');
    return expression;
  }

  private fail(expected: string): never {
    const { start, end } = this.token;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- see Failure
    throw new Failure({ expected, start, end: Math.max(end, Math.min(start + 1, this.text.length)) });
  }

  private read(from: number): ExpressionToken {
    const token = readToken(this.text, from);
    if (token.kind === 'open') {
      const { start, end } = token;
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- see Failure
      throw new Failure({ expected: `a closing ${this.text.charAt(start)}`, start, end });
    }
    return token;
  }

  private next(): ExpressionToken {
    const token = this.token;
    this.token = this.read(token.end);
    return token;
  }

  private accept(operator: string): ExpressionToken | undefined {
    if (this.token.kind !== 'operator' || this.token.text !== operator) return undefined;
    return this.next();
  }

  private expect(operator: string): ExpressionToken {
    return this.accept(operator) ?? this.fail(`'${operator}'`);
  }

  private conditional(): Expression {
    if (++this.depth > depthLimit) this.fail('a less deeply nested expression');
    const condition = this.binary(0);
    let result = condition;
    if (this.accept('?:') !== undefined) {
      const whenFalse = this.conditional();
      result = {
        kind: 'conditional',
        condition,
        whenTrue: undefined,
        whenFalse,
        start: condition.start,
        end: whenFalse.end,
      };
    } else if (this.accept('?') !== undefined) {
      const whenTrue = this.conditional();
      this.expect(':');
      const whenFalse = this.conditional();
      result = {
        kind: 'conditional',
        condition,
        whenTrue,
        whenFalse,
        start: condition.start,
        end: whenFalse.end,
      };
    }
    this.depth--;
    return result;
  }

  /** Operands joined by operators that bind at least as strongly as `weakest`. */
  private binary(weakest: number): Expression {
    let left = this.unary();
    for (;;) {
      const operator = this.binaryOperator();
      const strength = operator === undefined ? -1 : (strengths.get(operator) ?? -1);
      if (operator === undefined || strength < weakest) return left;
      this.next();
      const right = this.binary(strength + 1);
      left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
    }
  }

  private binaryOperator(): string | undefined {
    const { kind, text } = this.token;
    if (kind === 'operator') return text;
    return kind === 'name' && /^is(?:nt)?$/i.test(text) ? text.toLowerCase() : undefined;
  }

  private unary(): Expression {
    const { kind, text, start } = this.token;
    if (kind === 'operator' && ['-', '+', '!', '~'].includes(text)) {
      if (++this.depth > depthLimit) this.fail('a less deeply nested expression');
      this.next();
      const operand = this.unary();
      this.depth--;
      return { kind: 'unary', operator: text, operand, start, end: operand.end };
    }
    return this.postfix(this.primary());
  }

  private postfix(base: Expression): Expression {
    let result = base;
    for (;;) {
      if (this.accept('.') !== undefined) {
        const name = this.token;
        if (name.kind !== 'name' && name.kind !== 'quoted-name') this.fail('an attribute name');
        this.next();
        result = {
          kind: 'attribute',
          name: name.text,
          scope: result,
          absolute: false,
          start: result.start,
          end: name.end,
        };
      } else if (this.accept('[') !== undefined) {
        const index = this.conditional();
        const close = this.expect(']');
        result = { kind: 'subscript', base: result, index, start: result.start, end: close.end };
      } else return result;
    }
  }

  private primary(): Expression {
    const token = this.token;
    const { start, end } = token;
    switch (token.kind) {
      case 'number':
        this.next();
        return { kind: 'literal', value: numberOf(token.text), start, end };
      case 'string':
        this.next();
        return { kind: 'literal', value: { type: 'string', string: unescape(token.text) }, start, end };
      case 'quoted-name':
        this.next();
        return { kind: 'attribute', name: token.text, scope: undefined, absolute: false, start, end };
      case 'name':
        return this.named();
      case 'end':
      case 'open':
        return this.fail('an expression');
      case 'operator':
        return this.bracketed();
    }
  }

  private named(): Expression {
    const { text, start, end } = this.next();
    const literal = keywords.get(text.toLowerCase());
    if (literal !== undefined) return { kind: 'literal', value: literal, start, end };
    if (this.accept('(') === undefined) {
      return { kind: 'attribute', name: text, scope: undefined, absolute: false, start, end };
    }
    const [items, close] = this.itemsUntil(')');
    return { kind: 'call', name: text, nameEnd: end, arguments: items, start, end: close.end };
  }

  private bracketed(): Expression {
    const { start } = this.token;
    if (this.accept('(') !== undefined) {
      const inner = this.conditional();
      this.expect(')');
      return inner;
    }
    if (this.accept('{') !== undefined) {
      const [items, close] = this.itemsUntil('}');
      return { kind: 'list', items, start, end: close.end };
    }
    if (this.accept('[') !== undefined) return this.record(start);
    if (this.accept('.') !== undefined) {
      const name = this.token;
      if (name.kind !== 'name' && name.kind !== 'quoted-name') this.fail('an attribute name');
      this.next();
      return { kind: 'attribute', name: name.text, scope: undefined, absolute: true, start, end: name.end };
    }
    return this.fail('an expression');
  }

  private itemsUntil(closer: string): readonly [readonly Expression[], ExpressionToken] {
    const items: Expression[] = [];
    let close = this.accept(closer);
    while (close === undefined) {
      items.push(this.conditional());
      close = this.accept(closer);
      if (close === undefined && this.accept(',') === undefined) this.fail(`',' or '${closer}'`);
    }
    return [items, close];
  }

  private record(start: number): Expression {
    const fields: { name: string; value: Expression }[] = [];
    let close = this.accept(']');
    while (close === undefined) {
      const name = this.token;
      if (name.kind !== 'name' && name.kind !== 'quoted-name') this.fail('an attribute name');
      this.next();
      this.expect('=');
      fields.push({ name: name.text, value: this.conditional() });
      const separator = this.accept(';');
      close = this.accept(']');
      if (close === undefined && separator === undefined) this.fail("';' or ']'");
    }
    return { kind: 'record', fields, start, end: close.end };
  }
}

const keywords: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['true', { type: 'boolean', boolean: true }],
  ['false', { type: 'boolean', boolean: false }],
  ['undefined', { type: 'undefined' }],
  ['error', { type: 'error' }],
]);

const numberOf = (text: string): Literal => ({
  type: /^\d+$/.test(text) ? 'integer' : 'real',
  number: Number(text),
});

const unescape = (text: string): string =>
  text.replace(/\\(.)/gs, (_, character: string) => ({ n: '\n', t: '\t', r: '\r' })[character] ?? character);
