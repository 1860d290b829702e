/** A ClassAd expression; offsets are relative to its text. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Literal; readonly start: number; readonly end: number }
  | AttributeReference
  | {
      readonly kind: 'unary';
      readonly operator: string;
      readonly operand: Expression;
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      /** Absent in the short form `a ?: b`. */
      readonly whenTrue: Expression | undefined;
      readonly whenFalse: Expression;
      readonly start: number;
      readonly end: number;
    }
  | FunctionCall
  | {
      readonly kind: 'list';
      readonly items: readonly Expression[];
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: 'record';
      readonly fields: readonly { readonly name: string; readonly value: Expression }[];
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: 'subscript';
      readonly base: Expression;
      readonly index: Expression;
      readonly start: number;
      readonly end: number;
    };

export type Literal =
  | { readonly type: 'integer' | 'real'; readonly number: number }
  | { readonly type: 'string'; readonly string: string }
  | { readonly type: 'boolean'; readonly boolean: boolean }
  | { readonly type: 'undefined' | 'error' };

/** `Name`, `MY.Name`, `.Name` or `expression.Name`. */
export interface AttributeReference {
  readonly kind: 'attribute';
  readonly name: string;
  readonly scope: Expression | undefined;
  readonly absolute: boolean;
  readonly start: number;
  readonly end: number;
}

export interface FunctionCall {
  readonly kind: 'call';
  readonly name: string;
  readonly nameEnd: number;
  readonly arguments: readonly Expression[];
  readonly start: number;
  readonly end: number;
}

/** What stopped the parser, and where. */
export interface ExpressionError {
  /** What would have been valid there, in words. */
  readonly expected: string;
  readonly start: number;
  readonly end: number;
}

/** Calls `visit` for the expression and everything inside it, in the order of the text. A chain of operators leans to the left as deeply as it is long: no recursion. */
export const walkExpression = (expression: Expression, visit: (node: Expression) => void): void => {
  const waiting = [expression];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    visit(node);
    const parts = partsOf(node);
    for (let i = parts.length - 1; i >= 0; i--) waiting.push(parts[i] as Expression);
  }
};

const partsOf = (expression: Expression): readonly Expression[] => {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'attribute':
      return expression.scope === undefined ? [] : [expression.scope];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional': {
      const { condition, whenTrue, whenFalse } = expression;
      return whenTrue === undefined ? [condition, whenFalse] : [condition, whenTrue, whenFalse];
    }
    case 'call':
      return expression.arguments;
    case 'list':
      return expression.items;
    case 'record':
      return expression.fields.map(({ value }) => value);
    case 'subscript':
      return [expression.base, expression.index];
  }
};
