/** What was probably meant where an expression breaks off. */
export interface ExpressionHint {
  readonly advice: string;
  /** The part of the value that would change, and to what; undefined where several things can be meant. */
  readonly change?: { readonly start: number; readonly end: number; readonly newText: string };
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
  const unit = unitHint(value, at);
  if (unit !== undefined) return unit;
  for (const { pattern, meant, advice } of habits) {
    const match = pattern.exec(rest);
    if (match !== null) return { advice, change: { start: at, end: at + match[0].length, newText: meant } };
  }
  return undefined;
};

const seconds: readonly (readonly [RegExp, number])[] = [
  [/^s(?:ec(?:ond)?s?)?$/i, 1],
  [/^min(?:ute)?s?$/i, 60],
  [/^h(?:(?:ou)?rs?)?$/i, 3600],
  [/^d(?:ays?)?$/i, 86_400],
];

/** A unit behind a number, or the end of a line as other languages have it. */
const unitHint = (value: string, at: number): ExpressionHint | undefined => {
  if (value.slice(at) === ';')
    return {
      advice: "Lines end without a mark: leave the ';' out.",
      change: { start: at, end: value.length, newText: '' },
    };
  const number = /(\d+)\s*$/.exec(value.slice(0, at));
  const [word] = /^[A-Za-z]+/.exec(value.slice(at)) ?? [];
  if (number === null || word === undefined || /^(?:and|or|not)$/i.test(word)) return undefined;
  const factor = seconds.find(([pattern]) => pattern.test(word))?.[1];
  if (factor !== undefined)
    return {
      advice: 'Numbers have no units in expressions: times are in seconds.',
      change: { start: number.index, end: at + word.length, newText: String(Number(number[1]) * factor) },
    };
  if (/^[KMGT](?:i?B)?$/i.test(word))
    return {
      advice: 'Numbers have no units in expressions: Memory is in MB, Disk in KB, times are in seconds.',
    };
  return undefined;
};
