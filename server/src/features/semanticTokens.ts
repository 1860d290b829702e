import type { Assignment, SourceText, Span, SubmitFile } from '../submit/index.ts';
import { findClassAdFunction, isKnownKey, referencesIn, spanIn } from '../submit/index.ts';
import { isExpression } from './expressionPlace.ts';

/** The token types, in the order of the legend. */
export const tokenTypes = ['keyword', 'property', 'variable', 'function', 'parameter', 'enumMember'] as const;

export interface SemanticToken extends Span {
  readonly type: (typeof tokenTypes)[number];
}

/** What the names of a part of a file mean, in the order of the text; no token goes over the end of a line. */
export const semanticTokens = (file: SubmitFile, range?: Span): readonly SemanticToken[] => {
  const tokens: SemanticToken[] = [];
  for (const statement of file.statements) {
    if (range !== undefined && (statement.end < range.start || statement.start > range.end)) continue;
    switch (statement.kind) {
      case 'assignment':
        assignmentTokens(statement, tokens);
        break;
      case 'queue':
        tokens.push({ ...spanOf(statement.keyword), type: 'keyword' });
        for (const variable of statement.variables) tokens.push({ ...spanOf(variable), type: 'parameter' });
        if (statement.modeSpan !== undefined) tokens.push({ ...spanOf(statement.modeSpan), type: 'keyword' });
        referenceTokens(statement.arguments, tokens);
        break;
      case 'if':
      case 'elif':
      case 'else':
      case 'endif':
        tokens.push({ ...spanOf(statement.keyword), type: 'keyword' });
        if (statement.condition !== undefined) referenceTokens(statement.condition, tokens);
        break;
      case 'include':
        tokens.push({ ...spanOf(statement.keyword), type: 'keyword' });
        referenceTokens(statement.target, tokens);
        break;
      case 'use':
      case 'message':
        tokens.push({ ...spanOf(statement.keyword), type: 'keyword' });
        break;
      case 'invalid':
        break;
    }
  }
  return withoutOverlaps(tokens, file.text);
};

const spanOf = ({ start, end }: Span): Span => ({ start, end });

const assignmentTokens = (assignment: Assignment, tokens: SemanticToken[]): void => {
  const { key, value, name } = assignment;
  const isMacro = !name.startsWith('my.') && !isKnownKey(name);
  if (!key.text.includes('$')) tokens.push({ ...spanOf(key), type: isMacro ? 'variable' : 'property' });
  else referenceTokens(key, tokens);
  referenceTokens(value, tokens);
  if (isExpression(assignment)) expressionTokens(value, tokens);
};

const referenceTokens = (text: SourceText, tokens: SemanticToken[]): void => {
  if (!text.text.includes('$')) return;
  for (const { kind, name, start, bodyStart } of referencesIn(text.text)) {
    const from = kind === 'macro' ? bodyStart : start + 1;
    tokens.push({
      ...spanIn(text, from, from + name.length),
      type: kind === 'macro' ? 'variable' : 'function',
    });
  }
};

const wordPattern = /"(?:[^"\\]|\\.)*"?|\$\$?[A-Za-z_]*\([^)]*\)?|[A-Za-z_]\w*/g;

const expressionTokens = (value: SourceText, tokens: SemanticToken[]): void => {
  for (const match of value.text.matchAll(wordPattern)) {
    const word = match[0];
    if (word.startsWith('"') || word.startsWith('$')) continue;
    const end = match.index + word.length;
    const isCall = /^\s*\(/.test(value.text.slice(end, end + 20));
    const type = /^(?:true|false|undefined|error)$/i.test(word)
      ? 'enumMember'
      : /^(?:my|target|is|isnt)$/i.test(word)
        ? 'keyword'
        : isCall && findClassAdFunction(word) !== undefined
          ? 'function'
          : 'property';
    tokens.push({ ...spanIn(value, match.index, end), type });
  }
};

const withoutOverlaps = (tokens: readonly SemanticToken[], text: string): readonly SemanticToken[] => {
  let last = 0;
  return [...tokens]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .filter(({ start, end }) => {
      if (end <= start || start < last || text.slice(start, end).includes('\n')) return false;
      last = end;
      return true;
    });
};
