/** What was probably meant where an expression breaks off. */
export interface ExpressionHint {
  readonly advice: string;
  /** The part of the value that would change, and to what. */
  readonly change: { readonly start: number; readonly end: number; readonly newText: string };
}

const habits: readonly {
  /** Matched where the error is. */
  readonly pattern: RegExp;
  readonly meant: string;
  readonly advice: string;
}[] = [
  { pattern: /^=>/, meant: '>=', advice: "'Greater or equal' is written '>='." },
  { pattern: /^=</, meant: '<=', advice: "'Less or equal' is written '<='." },
  { pattern: /^=(?!=)/, meant: '==', advice: "A comparison is written '=='." },
  { pattern: /^and\b/i, meant: '&&', advice: "'and' is written '&&'." },
  { pattern: /^or\b/i, meant: '||', advice: "'or' is written '||'." },
];

/** The habit of another language that an expression stumbles over at `at`; undefined when none is recognised. */
export const expressionHint = (value: string, at: number): ExpressionHint | undefined => {
  if (value.charAt(at) === '>' && value.charAt(at - 1) === '<')
    return {
      advice: "'Not equal' is written '!='.",
      change: { start: at - 1, end: at + 1, newText: '!=' },
    };
  const rest = value.slice(at, at + 8);
  const unary = /\bnot\s+$/i.exec(value.slice(0, at));
  if (unary !== null)
    return {
      advice: "'not' is written '!'.",
      change: { start: unary.index, end: at, newText: '!' },
    };
  for (const { pattern, meant, advice } of habits) {
    const match = pattern.exec(rest);
    if (match !== null) return { advice, change: { start: at, end: at + match[0].length, newText: meant } };
  }
  return undefined;
};
