import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addRequirement } from '../../../server/src/features/addRequirement.ts';
import { dialectOf, newestVersion, parse } from '../../../server/src/submit/index.ts';

const dialect = dialectOf(newestVersion);
const clause = '(Arch == "X86_64") && (OpSysAndVer =!= "CentOS7")';

const edited = (text: string): string =>
  [...addRequirement(parse(text), dialect, clause)]
    .sort((a, b) => b.start - a.start)
    .reduce((t, edit) => t.slice(0, edit.start) + edit.newText + t.slice(edit.end), text);

const cases: readonly (readonly [string, string, string])[] = [
  ['a new line', 'executable = a\nqueue\n', `executable = a\nrequirements = ${clause}\nqueue\n`],
  [
    'behind what is there',
    'executable = a\nRequirements = Memory > 5\nqueue\n',
    `executable = a\nRequirements = Memory > 5 && ${clause}\nqueue\n`,
  ],
  [
    'alternatives stay together',
    'requirements = Memory > 5 || HasJava\nqueue\n',
    `requirements = (Memory > 5 || HasJava) && ${clause}\nqueue\n`,
  ],
  [
    'macros may hold anything',
    'r = A || B\nrequirements = $(r)\nqueue\n',
    `r = A || B\nrequirements = ($(r)) && ${clause}\nqueue\n`,
  ],
  [
    'several lines',
    'requirements = A || \\\n  B\nqueue\n',
    `requirements = (A || \\\n  B) && ${clause}\nqueue\n`,
  ],
  [
    'in the place of another architecture',
    'requirements = Memory > 5 && (Arch == "aarch64") && HasJava\nqueue\n',
    `requirements = Memory > 5 && ${clause} && HasJava\nqueue\n`,
  ],
  [
    'beside what a person wrote',
    'requirements = Arch == "aarch64"\nqueue\n',
    `requirements = Arch == "aarch64" && ${clause}\nqueue\n`,
  ],
  ['an empty one', 'requirements =\nqueue\n', `requirements = ${clause}\nqueue\n`],
  [
    'the one in effect',
    'requirements = A\nrequirements = B\nqueue\n',
    `requirements = A\nrequirements = B && ${clause}\nqueue\n`,
  ],
  [
    'outside of ifs',
    'if defined x\nexecutable = a\nendif\nqueue\n',
    `if defined x\nexecutable = a\nendif\nrequirements = ${clause}\nqueue\n`,
  ],
];

for (const [title, text, expected] of cases)
  test(`a requirement is added: ${title}`, () => {
    assert.equal(edited(text), expected);
    assert.equal(edited(expected), expected, 'once only');
  });
