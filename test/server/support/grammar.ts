/** The TextMate grammar of submit files, as an editor applies it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const require = createRequire(`${process.cwd()}/package.json`);

const loadGrammar = async () => {
  await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: () => {
      const path = 'syntaxes/htcondor.tmLanguage.json';
      return Promise.resolve(textmate.parseRawGrammar(readFileSync(path, 'utf8'), path));
    },
  });
  const grammar = await registry.loadGrammar('source.htcondor');
  assert.ok(grammar);
  return grammar;
};
const grammar = loadGrammar();

export interface Token {
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** The innermost one, without the language's name; empty for plain text. */
  readonly scope: string;
}

/** The tokens of a text, blank ones left out. */
export const tokensOf = async (text: string): Promise<readonly Token[]> => {
  const found: Token[] = [];
  let state = textmate.INITIAL;
  let lineStart = 0;
  for (const line of text.split('\n')) {
    const result = (await grammar).tokenizeLine(line.replace(/\r$/, ''), state);
    state = result.ruleStack;
    for (const { scopes, startIndex, endIndex } of result.tokens) {
      const part = line.slice(startIndex, endIndex);
      const start = lineStart + startIndex + (part.length - part.trimStart().length);
      const scope = (scopes.at(-1) ?? '').replace('.htcondor', '');
      if (part.trim() !== '')
        found.push({ start, end: start + part.trim().length, scope: scope === 'source' ? '' : scope });
    }
    lineStart += line.length + 1;
  }
  return found;
};
