/** The lines of an ssh_config file, as OpenSSH's readconf.c splits them. Pure. */

export interface ConfigLine {
  /** In lower case. */
  readonly keyword: string;
  /** What follows the keyword, quotes and comments included; for the commands, which are taken as they are. */
  readonly rest: string;
  /** The words of `rest`; undefined where a quote is not closed. */
  readonly words: readonly string[] | undefined;
  /** 1-based. */
  readonly number: number;
}

export function configLines(text: string): readonly ConfigLine[] {
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.replace(/[ \t\r\f]+$/, '');
    // The keyword ends at a blank, or at one "=" with blanks around it. Windows' editors put a mark before the first.
    const match = /^\uFEFF?[ \t]*(?:"([^"]*)"|([^\s="#][^\s="]*))(?:[ \t]*=[ \t]*|[ \t]+|$)([\s\S]*)$/.exec(
      line,
    );
    if (match === null) return [];
    const rest = match[3] ?? '';
    const keyword = (match[1] ?? match[2] ?? '').toLowerCase();
    return [{ keyword, rest, words: splitWords(rest), number: index + 1 }];
  });
}

/**
 * Words between blanks; quotes of both kinds hold blanks, `\` takes the meaning of a quote, of `\`, and outside of
 * quotes of a blank; a word that begins with `#` and all that follows is a comment. undefined: a quote is not closed.
 */
export function splitWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === ' ' || text[at] === '\t') continue;
    if (text[at] === '#') break;
    let word = '';
    let quote = '';
    for (; at < text.length; at++) {
      const char = text[at] ?? '';
      const next = text[at + 1] ?? '';
      if (char === '\\' && (/['"\\]/.test(next) || (quote === '' && next === ' '))) {
        word += next;
        at++;
      } else if (quote === '' && (char === ' ' || char === '\t')) break;
      else if (quote === '' && (char === '"' || char === "'")) quote = char;
      else if (quote !== '' && char === quote) quote = '';
      else word += char;
    }
    if (quote !== '') return undefined;
    words.push(word);
  }
  return words;
}
