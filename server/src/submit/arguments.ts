/** One argument or environment entry, without its quotes, and where it is in the given text. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface WordError {
  readonly reason:
    | 'unterminated'
    | 'text-after-quote'
    | 'unescaped-quote'
    | 'unbalanced-single-quote'
    | 'missing-equals'
    | 'missing-name';
  readonly start: number;
  readonly end: number;
}

export interface Words {
  /** True for the syntax in double quotes. */
  readonly quoted: boolean;
  readonly words: readonly Word[];
  readonly error: WordError | undefined;
}

const isSpace = (character: string): boolean => /[\s]/.test(character);

/** Reads the value of `arguments`: the quoted syntax when it begins with `"`, else the old one. Total. */
export const parseArguments = (text: string): Words =>
  text.startsWith('"') ? parseQuoted(text) : parseOld(text);

/** Old syntax: blanks separate, nothing groups, a double quote only as `\"`. */
const parseOld = (text: string): Words => {
  const words: Word[] = [];
  let error: WordError | undefined;
  for (const match of text.matchAll(/\S+/g)) {
    const start = match.index;
    const word = match[0];
    const bad = /(^|[^\\])"/.exec(word);
    if (bad !== null && error === undefined) {
      const at = start + bad.index + bad[0].length - 1;
      error = { reason: 'unescaped-quote', start: at, end: at + 1 };
    }
    words.push({ text: word.replaceAll('\\"', '"'), start, end: start + word.length });
  }
  return { quoted: false, words, error };
};

/** Quoted syntax: `""` is a quote; blanks separate; single quotes group, and inside them `''` is a quote. */
const parseQuoted = (text: string): Words => {
  const words: Word[] = [];
  let current: string | undefined;
  let start = 0;
  let single = -1;
  let i = 1;
  const finish = (end: number): void => {
    if (current !== undefined) words.push({ text: current, start, end });
    current = undefined;
  };
  for (; i < text.length; i++) {
    let character = text.charAt(i);
    const at = i;
    if (character === '"') {
      if (text.charAt(i + 1) !== '"') break;
      i++;
    } else if (character === "'") {
      if (current === undefined) [current, start] = ['', at];
      if (single >= 0 && text.charAt(i + 1) === "'") i++;
      else {
        single = single < 0 ? at : -1;
        character = '';
      }
    } else if (single < 0 && isSpace(character)) {
      finish(at);
      continue;
    }
    if (current === undefined) [current, start] = ['', at];
    current += character;
  }
  finish(i);
  return { quoted: true, words, error: quotedError(text, i, single) };
};

const quotedError = (text: string, close: number, single: number): WordError | undefined => {
  if (close >= text.length) return { reason: 'unterminated', start: 0, end: text.length };
  const rest = text.slice(close + 1);
  if (rest.trim() !== '') return { reason: 'text-after-quote', start: close, end: text.length };
  return single >= 0 ? { reason: 'unbalanced-single-quote', start: single, end: close } : undefined;
};

/** Reads the value of `environment`: entries `NAME=value`, in the quoted syntax or separated by `;`. Total. */
export const parseEnvironment = (text: string): Words => {
  const parsed = text.startsWith('"')
    ? parseQuoted(text)
    : { quoted: false, words: splitOld(text), error: undefined };
  if (parsed.error !== undefined) return parsed;
  for (const { text: entry, start, end } of parsed.words) {
    const equals = entry.indexOf('=');
    if (equals < 0) return { ...parsed, error: { reason: 'missing-equals', start, end } };
    if (equals === 0) return { ...parsed, error: { reason: 'missing-name', start, end } };
  }
  return parsed;
};

const splitOld = (text: string): readonly Word[] => {
  const words: Word[] = [];
  let from = 0;
  for (const part of text.split(';')) {
    const lead = part.length - part.trimStart().length;
    const trimmed = part.trim();
    if (trimmed !== '') words.push({ text: trimmed, start: from + lead, end: from + lead + trimmed.length });
    from += part.length + 1;
  }
  return words;
};
