import { commands } from '../../server/src/submit/index.ts';
import type { Random } from './random.ts';

/** Texts that the fuzzer starts from. */
export type Corpus = readonly [string, ...string[]];

type Maker = (random: Random, corpus: Corpus) => string;

const many = (random: Random, limit: number, make: () => string): string =>
  Array.from({ length: random.below(limit) }, make).join('');

const tokens = [
  ...['\n', '\n', '\n', ' ', ' = ', '=', ':', ' : ', '\\', '\\\n', '#', '$(', ')', '(', '"', "'", '""', "''"],
  ...[
    '@=',
    ' @=e',
    '\n@e\n',
    '@',
    ' += ',
    ' +,= ',
    '\r\n',
    '\r',
    '\0',
    '\t',
    '\uFEFF',
    '\u00a0',
    '\ud800',
    '😀',
  ],
  ...[
    'queue',
    'queue ',
    '\nif ',
    '\nelif ',
    '\nelse\n',
    '\nendif\n',
    'true',
    'false',
    'defined ',
    'version >= ',
  ],
  ...[
    'include : ',
    'include command : ',
    'use ',
    'error : ',
    'warning : ',
    '\n+',
    '\n-',
    'MY.',
    'SUBMIT.',
    '.',
  ],
  ...[
    ' in ',
    ' from ',
    ' matching ',
    ' files ',
    ' table(',
    '[1:]',
    '[::0]',
    ',',
    ';',
    '|',
    '&&',
    '=?=',
    '?:',
  ],
  ...[
    '$(A)',
    '$(A:',
    '$(B)',
    '$(A:$(B))',
    '$$(',
    '$$([',
    '${A}',
    '$INT(',
    '$EVAL(',
    '$CHOICE(',
    '$SUBSTR(A,',
  ],
  ...[
    '$F',
    '$Fpnx(',
    '$ENV(',
    '$RANDOM_INTEGER(1,9',
    '$(Process)',
    '$(DOLLAR)',
    '0',
    '1',
    '-1',
    '2147483647',
  ],
  ...[
    '1e999',
    '1K',
    'A',
    'B',
    'a.inc',
    'items',
    'self.sub',
    '# condor-lint: disable=',
    '# condor-lint: disable\n',
  ],
  ...[
    'executable = shim_dmtcp\n',
    'arguments = --log x ./p ',
    '# Without shim_dmtcp: ',
    '# Without shim_dmtcp: no kill_sig\n',
  ],
] as const;

const token = (random: Random): string =>
  random.below(4) === 0 ? `\n${random.pick(names)} = ` : random.pick(tokens);

const names = commands.map(({ name }) => name) as [string, ...string[]];

const bytes: Maker = (random) => many(random, 400, () => String.fromCharCode(random.below(256)));

const anyTokens: Maker = (random) => many(random, 120, () => token(random));

/** One text with parts taken out, doubled, exchanged or spoilt. */
const mutated: Maker = (random, corpus) => {
  let text = random.pick(corpus);
  for (let n = 1 + random.below(8); n > 0; n--) {
    const from = random.below(text.length + 1);
    const to = Math.min(text.length, from + random.below(random.below(10) === 0 ? 200 : 8));
    const old = text.slice(from, to);
    const change = random.below(5);
    const fresh =
      change === 0
        ? ''
        : change === 1
          ? old + old
          : change === 2
            ? token(random)
            : change === 3
              ? token(random) + old
              : String.fromCharCode(random.below(256));
    text = text.slice(0, from) + fresh + text.slice(to);
  }
  return text;
};

/** Lines of several texts, mixed. */
const spliced: Maker = (random, corpus) => {
  const parts = Array.from({ length: 1 + random.below(5) }, () => {
    const lines = random.pick(corpus).split('\n');
    const from = random.below(lines.length);
    return lines.slice(from, from + 1 + random.below(lines.length));
  });
  return parts.flat().join('\n') + random.pick(['', '\n']);
};

/** Macros that refer to each other in circles or grow when they are expanded. */
const recursive: Maker = (random) => {
  const count = 2 + random.below(40);
  const one = (): string => `X${random.below(count)}`;
  const reference = (): string =>
    random.pick([
      `$(${one()})`,
      `$(${one()}:$(${one()}))`,
      `$INT(${one()})`,
      `$($(${one()}))`,
      `$EVAL($(${one()}))`,
      `$Fn(${one()})`,
    ]);
  const lines = Array.from({ length: count }, (_, index) => {
    const operator = random.pick([' = ', ' = ', ' += ', '=']);
    return `X${index}${operator}${many(random, 5, () => reference() + random.pick([' ', '', ',']))}\n`;
  });
  return `${lines.join('')}arguments = ${reference()}\nrequirements = ${reference()} > 1\n${random.pick([
    'queue',
    `queue ${reference()}`,
    `queue X1 in (${reference()} b)`,
    `if ${reference()}\nendif`,
    `include : ${reference()}`,
  ])}\n`;
};

/** One line that is long. */
const longLine: Maker = (random) => {
  const piece = random.pick([
    'a',
    ' ',
    '$(A)',
    '$(',
    '(',
    '"',
    "'",
    ',',
    ';',
    '\\\n',
    '$INT(A)',
    '1+',
    'a b ',
    '"" ',
    '[',
    '{',
    'x=',
    '$$(A)',
    '\\',
  ]);
  const size = random.pick([1_000, 10_000, 100_000]);
  const start = random.pick([
    'arguments = ',
    'environment = "',
    'requirements = ',
    'A = ',
    'queue x in (',
    'if ',
    '',
    '+X = ',
    'transfer_input_files = ',
    'queue ',
    '#',
    'notification = ',
    'request_memory = ',
    'kill_sig = ',
    'vm_disk = ',
    'include : ',
    'cron_minute = ',
    'docker_image = ',
  ]);
  return `A = 1\n${start}${piece.repeat(Math.ceil(size / piece.length))}${random.pick(['', '"', ')', '\n', '\nqueue\n'])}`;
};

/** Brackets, conditionals, defaults or lists inside each other. */
const nested: Maker = (random) => {
  const depth = random.pick([10, 70, 1_000, 20_000]);
  const [open, close, start] = random.pick([
    ['(', ')', 'requirements = '],
    ['{', '}', '+L = '],
    ['[a=', ']', '+R = '],
    ['!', '', 'requirements = '],
    ['-', '', 'rank = '],
    ['a?', ':b', 'rank = '],
    ['f(', ')', 'rank = '],
    ['a.', 'b', 'rank = '],
    ['a[', ']', 'rank = '],
    ['$(A:', ')', 'arguments = '],
    ['$(', ')', 'arguments = '],
    ['$INT(', ')', 'arguments = '],
    ['if true\n', 'endif\n', ''],
    ['if false\n', 'endif\n', ''],
    ['if true\nelse\n', 'endif\n', ''],
    ['A @=e\n', '@e\n', ''],
    ['queue x from (\n', ')\n', ''],
  ]);
  const closed = random.below(3) === 0 ? random.below(depth) : depth;
  return `${start}${open.repeat(depth)}1${close.repeat(closed)}\nqueue\n`;
};

/** Many statements of a kind. */
const crowd: Maker = (random) => {
  const count = random.pick([100, 1_000, 5_000]);
  const line = random.pick<(index: number) => string>([
    (index) => `m${index} = $(m${index - 1}) x\n`,
    (index) => `m${index} = ${index}\n`,
    () => 'arguments = a\n',
    () => 'queue\n',
    (index) => `queue x in (a${index} b)\n`,
    () => 'A += x\n',
    () => 'A = $(A)$(A)\n',
    () => '# condor-lint: disable=unknown-command\nxy = 1\n',
    (index) => `+Attr${index} = TARGET.Memory > ${index}\n`,
    (index) => `exectuable${index} = a\n`,
    () => 'include : a.inc\n',
    () => 'if defined A\nB = 1\nendif\n',
    () => 'broken line\n',
  ]);
  return `${Array.from({ length: count }, (_, index) => line(index)).join('')}arguments = $(m${count - 1}) $(A)\nqueue\n`;
};

const makers = [
  ...[bytes, anyTokens, anyTokens, anyTokens, mutated, mutated, mutated, mutated, mutated, spliced, spliced],
  ...[spliced, recursive, recursive],
] as const;
const rareMakers = [longLine, nested, crowd] as const;

/** A text to try everything on. */
export const fuzzText: Maker = (random, corpus) =>
  random.pick(random.below(20) === 0 ? rareMakers : makers)(random, corpus);
