import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokensOf } from './support/grammar.ts';

/** The innermost scopes of a text's tokens, as `text:scope`; plain text left out. */
const tokens = async (text: string): Promise<readonly string[]> =>
  (await tokensOf(text)).flatMap(({ start, end, scope }) =>
    scope === '' ? [] : [`${text.slice(start, end)}:${scope}`],
  );

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
