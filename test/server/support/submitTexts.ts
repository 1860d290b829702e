import fc from 'fast-check';
import type { Command } from '../../../server/src/submit/index.ts';
import { commands } from '../../../server/src/submit/index.ts';

const words = ['abc', 'a b', '"x"', '"', "'", '(', '$(A)', '$(B)', '1 2', '# c', '-', '\\', ''];

/** Values that are right and wrong for a type, by type; every type gets a few words besides. */
const values: Readonly<Partial<Record<Command['type'], readonly string[]>>> = {
  bool: ['true', 'FALSE', '1', 'yes', '"true"', '1 == 1', 'undefined', '0.5', 't'],
  'bool-or-name-list': ['true', 'yes', 'HOME, PATH', '*'],
  int: ['5', '-3', '1+1', '5.5', '"5"', '2 * 3', '1e3', '0x10', '1K', 'true'],
  uint: ['5', '-3', '1+1', '"5"'],
  'int-or-expr': ['1', '2 + 2', 'Cpus', '-1', '0', 'ifThenElse(true, 1, 2)', '1 +'],
  size: ['1GB', '512', '1k', '1.5 M', '1gib', '-1', 'Memory * 2', '10 MB', '1 TB', '2,5'],
  'size-or-expr': ['1GB', '10 +', '512'],
  'size-list': ['1GB', '1GB, 2GB', '10 +'],
  expr: [
    'true',
    'x =?= undefined',
    '{1, 2}',
    '[a = 1]',
    'a ? b : c',
    'a ?: b',
    '1 +',
    'strcat("a", "b")',
    "'q'",
  ],
  'expr-bool': [
    'true',
    'MY.x > 1',
    'a && b || !c',
    'a & b',
    '!(',
    'x is undefined',
    'a == "b"',
    '(a)(b)',
    'a.b.c',
  ],
  'expr-int': ['60', '1 + 2', 'a b', '5 * (2', '"x"', '-1'],
  'expr-float': ['1.5', '.5', '1.', 'Mips', '1..2', '1 2'],
  'expr-string': ['"text"', 'strcat("a", "b")', 'text', '"a', '"a\\"b"'],
  'duration-seconds': ['60', '-1', '1 + 1'],
  enum: ['bogus', 'never', 'true', 'NO', 'yes'],
  signal: ['SIGINT', 'sigterm', '2', 'INT', '99', 'SIGFOO', '-2', '0'],
  arguments: [
    'a b',
    '"a b"',
    '"a \'b c\'"',
    'a "b',
    '"a',
    '"a""b"',
    '"a" b',
    "a 'b c'",
    '"a \'b"',
    'a \\"b\\"',
    '""',
  ],
  environment: [
    'A=1',
    '"A=1 B=2"',
    'A',
    '=1',
    '"A=\'x y\'"',
    'A=1;B=2',
    '"A"',
    'A=1 B=2',
    '"A=1',
    ';;',
    '"A=""x"""',
  ],
  'limit-list': ['a', 'a, b:2', 'a.b', '2a', 'a b', 'a:x'],
  'path-list': ['a', 'a, b', '"a", "b"', 'a,,b', 'http://x/y'],
  path: ['a.txt', '/tmp/x', '"q"', 'a b', '/dev/null'],
  'path-dir': ['/tmp', '.', '/nothere'],
  'remap-list': ['"a=b"', '"a=b;c=d"', '""'],
  'disk-list': ['a:b:w', 'a:b', 'a:b:w, c:d:r'],
  image: ['debian', 'a.sif', 'docker://debian'],
  version: ['1', '12.4', '1.2.3', 'x'],
  email: ['alice@example.org', 'never'],
  'grid-resource': ['batch slurm', 'foo', 'condor a b', 'arc x'],
  url: ['http://x/y', 'abc'],
  timestamp: ['5', '-5', 'CurrentTime + 60', '"x"'],
  'cron-field': ['1', '*/5', 'x'],
};

/**
 * Not compared: they ask daemons, read credentials or files of other services, belong to virtual machines and clouds
 * (compared one by one in the battery).
 */
const excluded =
  /oauth|scitoken|x509|proxy|^skip_filechecks$|credential|^queue$|^(?:gce|ec2|azure|arc)_|Remote_|vm_|xen_|^Cluster$|^Process$|sandbox/i;

const comparable = commands.filter(
  ({ name, deprecated }) => !excluded.test(name) && deprecated === undefined,
);

const valueFor = ({ type, values: allowed = [] }: Command): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...(values[type] ?? words), ...allowed) },
    { weight: 1, arbitrary: fc.constantFrom(...words) },
  );

const setting = fc
  .constantFrom(...comparable)
  .chain((command) =>
    fc
      .tuple(fc.constantFrom(' = ', '=', ' =', '   =  '), valueFor(command))
      .map(([operator, value]) => `${command.name}${operator}${value}`),
  );

const macroValues = [
  '1',
  '$(A) x',
  '$(C)',
  '$(Process)',
  '$(C:2)',
  '$(undefined)',
  '$INT(C)',
  '$INT(C,%03d)',
  '$REAL(C)',
  '$CHOICE(1,a,b,c)',
  '$SUBSTR(C,0,1)',
  '$Fn(C)',
  '$EVAL(1 + 1)',
  '$(C:$(D))',
  '$RANDOM_INTEGER(1,5)',
  '$STRING(C)',
  '$DIRNAME(C)',
  '$ENV(HOME)',
  '$$(Arch)',
  '$(a b)',
  '$(',
];

const macro = fc
  .tuple(fc.constantFrom('A', 'B'), fc.constantFrom(' = ', '=', ' += '), fc.constantFrom(...macroValues))
  .map(([name, operator, value]) => `${name}${operator}${value}`);

const attribute = fc
  .tuple(
    fc.constantFrom('+Foo', 'MY.Foo', '+Foo.Bar', '-Foo', '+', 'MY.'),
    fc.constantFrom(...(values.expr ?? []), ...(values['expr-bool'] ?? [])),
  )
  .map(([name, value]) => `${name} = ${value}`);

const conditions = [
  'true',
  'false',
  '1',
  '0',
  'defined A',
  'defined nothing',
  '! true',
  '!defined A',
  'version >= 8.1.6',
  'version > 99.0',
  'version >= 9',
  '$(A)',
  '$(C) == 1',
  'a && b',
  'yes',
  '',
  'defined',
  '(true)',
];

const conditional = fc
  .tuple(
    fc.constantFrom(...conditions),
    setting,
    fc.constantFrom('', 'else\n', 'elif true\n', 'else\nelse\n'),
    setting,
  )
  .map(([condition, first, middle, second]) => `if ${condition}\n  ${first}\n${middle}  ${second}\nendif`);

const odd = fc.constantFrom(
  '',
  '# comment',
  '  # indented \\',
  'foobar',
  'foo bar',
  'foo : bar',
  'foo bar = 3',
  'a-b = 1',
  '= 1',
  'X== 3',
  'X =: 3',
  'X := 3',
  'X+=b',
  'X @=end\n text\n\n  # c\n@end',
  'X @=end\n text',
  'X @3',
  'if true',
  'endif',
  'else',
  'include : nothere.inc',
  'include ifexist : nothere.inc',
  'include : good.inc',
  'include : bad.inc',
  'include IFEXIST : x',
  'use strict : true',
  'use strict : maybe',
  'use foo : bar',
  'use',
  'warning : w',
  'error x',
  'A = a \\\n  b',
  'A = a \\\n  # c\n',
  'A = a \\\n  # c \\\n b',
  'A = a \\\n\nB = 1',
  'C = x',
  'C = 5',
);

const line = fc.oneof(
  { weight: 10, arbitrary: setting },
  { weight: 4, arbitrary: macro },
  { weight: 2, arbitrary: attribute },
  { weight: 2, arbitrary: conditional },
  { weight: 3, arbitrary: odd },
);

const queue = fc.constantFrom(
  'queue',
  'queue',
  'queue',
  'queue 2',
  'Queue 1+1',
  'queue 0',
  'queue -1',
  'queue x in (a b)',
  'queue x, y from (\na b\nc d\n)',
  'queue 2 x in (a, b)',
  'queue in (a b',
  'queue x in',
  'queue from items.txt',
  'queue x from nothere.txt',
  'queue x in [1:] (a b)',
  'queue x in [::2] (a b)',
  'queue x in files (a)',
  'queue x matching files *.inc',
  'queue some',
  'queue 1 # c',
  'queue2',
  'queue 2x in (a)',
  'queue x in [a] (b)',
  'queue x in [a]',
  'queue x in [0:10]',
  'queue x from [1:]',
  'queue x in [1,2,3]',
  'queue x in files',
  'queue $(A)',
  '',
);

/** Submit files, more or less: settings with right and wrong values, macros, conditionals, odd lines. */
export const submitTexts: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('executable = /bin/echo\n', 'executable=/bin/sh\nC = 5\n', ''),
    fc.array(line, { maxLength: 3 }),
    queue,
    fc.constantFrom('\n', '\n', '\n', ''),
  )
  .map(([head, lines, last, end]) => `${head}${lines.map((text) => `${text}\n`).join('')}${last}${end}`)
  // An empty file is refused by newer releases, but somebody who opens one need not be told.
  .filter((text) => text.trim() !== '')
  // What the environment makes a count is known on the access point only.
  .filter((text) => !(text.includes('$ENV(') && text.includes('queue $(')));

/** Files that the texts refer to. */
export const companions: Readonly<Record<string, string>> = {
  'good.inc': 'D = 1\npriority = 5\n',
  'bad.inc': 'foobar\n',
  'items.txt': 'a\nb\n',
  'pairs.txt': 'a b\nc,d e\n  f\n',
};
