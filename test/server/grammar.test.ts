import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
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

/** The innermost scopes of a text's tokens, as `text:scope` without the language's name; plain text left out. */
const tokens = async (text: string): Promise<readonly string[]> => {
  const found: string[] = [];
  let state = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const result = (await grammar).tokenizeLine(line, state);
    state = result.ruleStack;
    for (const token of result.tokens) {
      const scope = token.scopes.at(-1) ?? '';
      const part = line.slice(token.startIndex, token.endIndex).trim();
      if (part !== '' && scope !== 'source.htcondor') found.push(`${part}:${scope.replace('.htcondor', '')}`);
    }
  }
  return found;
};

const cases: readonly (readonly [string, readonly string[]])[] = [
  [
    'transfer_input_files = a, \\\n  b.$(x), \\ \n  "c \\\n  d"\nlog = l',
    [
      'transfer_input_files:keyword.other.command',
      '=:keyword.operator.assignment',
      ',:punctuation.separator',
      '\\:punctuation.separator.continuation.line',
      '$(:punctuation.definition.macro',
      'x:variable.other.macro',
      '):punctuation.definition.macro',
      ',:punctuation.separator',
      '\\:punctuation.separator.continuation.line',
      '":string.quoted.double',
      'c:string.quoted.double',
      '\\:punctuation.separator.continuation.line',
      'd:string.quoted.double',
      '":string.quoted.double',
      'log:keyword.other.command',
      '=:keyword.operator.assignment',
    ],
  ],
  ['# a = b', ['# a = b:comment.line.number-sign']],
  ['executable = foo', ['executable:keyword.other.command', '=:keyword.operator.assignment']],
  [
    '+Foo = "a"',
    [
      '+:keyword.operator.attribute',
      'Foo:entity.other.attribute-name',
      '=:keyword.operator.assignment',
      '":string.quoted.double',
      'a:string.quoted.double',
      '":string.quoted.double',
    ],
  ],
  [
    'output = x.$(Cluster)',
    [
      'output:keyword.other.command',
      '=:keyword.operator.assignment',
      '$(:punctuation.definition.macro',
      'Cluster:variable.other.macro',
      '):punctuation.definition.macro',
    ],
  ],
  ['arguments = a # b', ['arguments:keyword.other.command', '=:keyword.operator.assignment']],
  ['if defined X', ['if:keyword.control.conditional', 'defined:keyword.operator.word']],
  [
    'include : a.sub',
    ['include:keyword.control.directive', '::punctuation.separator.colon', 'a.sub:string.unquoted'],
  ],
  ['queue 5', ['queue:keyword.control.queue', '5:constant.numeric']],
  [
    'queue x in (\n  a\n)\nlog = l',
    [
      'queue:keyword.control.queue',
      'x:variable.parameter',
      'in:keyword.control.queue',
      '(:punctuation.section.items.begin',
      'a:string.unquoted.item',
      '):punctuation.section.items.end',
      'log:keyword.other.command',
      '=:keyword.operator.assignment',
    ],
  ],
  [
    'X @=end\nqueue\n@end\nqueue',
    [
      'X:variable.other.assignment',
      '@=:keyword.operator.assignment.here-document',
      'end:entity.name.tag',
      'queue:string.unquoted.here-document',
      '@end:entity.name.tag',
      'queue:keyword.control.queue',
    ],
  ],
  [
    'a = b \\\n  # c \\\n  d\nlog = l',
    [
      'a:keyword.other.command',
      '=:keyword.operator.assignment',
      '\\:punctuation.separator.continuation.line',
      '# c \\:comment.line.number-sign',
      'log:keyword.other.command',
      '=:keyword.operator.assignment',
    ],
  ],
];

for (const [text, expected] of cases) {
  test(`grammar: ${text.replaceAll('\n', ' | ')}`, async () => {
    assert.deepEqual(await tokens(text), expected);
  });
}
