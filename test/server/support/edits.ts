import fc from 'fast-check';
import { readCorpus } from '../../fuzz/corpus.ts';

const lines = [
  ...[
    'a = 1',
    'b = $(a) x',
    'c = $(b) $(a)',
    'a = $(a) y',
    'd = $(nothing)',
    'b = word',
    'A = $(B)',
    'e = ${a}',
  ],
  ...[
    '+Foo = "x"',
    '+Foo = $(c) + 1',
    'MY.Bar = foo',
    '+bare = word',
    'MY.word = 1',
    '-Foo = 1',
    '+Sum = $(d) +',
  ],
  ...['executable = /bin/echo', 'arguments = $(a) b', 'output = $(b).out', 'universe = $(a)', 'log = l # c'],
  ...['request_memory = 1', 'request_memory = $(c)', 'requst_memory = 2', 'error = $(out).err', 'out = o'],
  ...[
    'when_to_transfer_output = ON_EXIT',
    'should_transfer_files = $(d)',
    '$(a) = 3',
    'x.y = $INT(a)',
    'A += 1',
  ],
  ...[
    'f = $CHOICE(a,b,c)',
    'g = $(h',
    'g = $(n$(a))',
    'n1 = $$(x)',
    'list = a, \\',
    '  b',
    '# comment \\',
    '# comment',
  ],
  ...[
    '',
    '  ',
    '\\',
    'not a statement',
    'here @=end',
    '@end',
    'if defined a',
    'if true',
    'else',
    'endif',
    ':x = 1',
  ],
  ...[
    'queue',
    'queue 2',
    'queue a in (1 2)',
    'queue b from (',
    '1, 2',
    ')',
    'queue $(c)',
    'queue c,d in $(list)',
  ],
  ...[
    'submit.a = 2',
    'jobset.x = 1',
    'use x : y',
    'warning : w',
    'a = \0',
    'SIZE = 3MB',
    'include : a.inc',
    '+ = 1',
  ],
  ...['ec2_tag_a = 1', 'x_oauth_permissions = a', 'use_oauth_services = $(a)', 'accounting_group = $(b) c'],
];

const line = fc.constantFrom(...lines);
const scraps = [
  '',
  '\n',
  ' ',
  '\\',
  '=',
  '$(',
  ')',
  'a',
  '$(a)',
  '#',
  '"',
  'x = 1\n',
  '\nb = $(a)\n',
  '@',
  'queue\n',
];

/** Texts of lines that have much to do with each other, and those of the battery. */
const texts = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.array(line, { maxLength: 16 }),
        fc.constantFrom('', '\n', '\nqueue\n', '\nexecutable = a\nqueue 2\n'),
      )
      .map(([all, end]) => all.join('\n') + end),
  },
  { weight: 1, arbitrary: fc.constantFrom(...readCorpus()) },
);

const place = fc.double({ min: 0, max: 1, noNaN: true });
const edit = fc.oneof(
  // A stretch is exchanged.
  fc
    .tuple(place, fc.integer({ min: 0, max: 6 }), fc.oneof(fc.constantFrom(...scraps), line))
    .map(([at, length, scrap]) => (text: string): string => {
      const start = Math.round(at * text.length);
      return text.slice(0, start) + scrap + text.slice(start + length);
    }),
  // A line is exchanged, taken out or put in.
  fc
    .tuple(place, fc.integer({ min: 0, max: 2 }), fc.array(line, { maxLength: 2 }))
    .map(([at, count, more]) => (text: string): string => {
      const all = text.split('\n');
      all.splice(Math.floor(at * all.length), count, ...more);
      return all.join('\n');
    }),
);

/** A text and what it is after each of some edits, as a person makes them. */
export const editedTexts: fc.Arbitrary<readonly [string, ...string[]]> = fc
  .tuple(texts, fc.array(edit, { minLength: 1, maxLength: 8 }))
  .map(([text, edits]) => {
    const versions: [string, ...string[]] = [text];
    for (const apply of edits) versions.push(apply(versions.at(-1) ?? ''));
    return versions;
  });
