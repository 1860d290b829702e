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

/** Calls `visit` for the expression and everything inside it. */
export const walkExpression = (expression: Expression, visit: (node: Expression) => void): void => {
  visit(expression);
  switch (expression.kind) {
    case 'literal':
      return;
    case 'attribute':
      if (expression.scope !== undefined) walkExpression(expression.scope, visit);
      return;
    case 'unary':
      return walkExpression(expression.operand, visit);
    case 'binary':
      walkExpression(expression.left, visit);
      return walkExpression(expression.right, visit);
    case 'conditional':
      walkExpression(expression.condition, visit);
      if (expression.whenTrue !== undefined) walkExpression(expression.whenTrue, visit);
      return walkExpression(expression.whenFalse, visit);
    case 'call':
      for (const argument of expression.arguments) walkExpression(argument, visit);
      return;
    case 'list':
      for (const item of expression.items) walkExpression(item, visit);
      return;
    case 'record':
      for (const field of expression.fields) walkExpression(field.value, visit);
      return;
    case 'subscript':
      walkExpression(expression.base, visit);
      return walkExpression(expression.index, visit);
  }
};
