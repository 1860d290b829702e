import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

const files = { 'a.dat': '', 'sub/b.dat': '', '.hidden': '', 'a b': '' };
const check = (queue: string, mark = ''): void =>
  checkRule('no-matches', `executable = /bin/echo\nqueue x ${queue}\n${mark}`, { files });

test('no-matches: patterns without a match', () => {
  check(
    'matching no*',
    '                 ^^^ warning: No file or directory in the directory of submission matches',
  );
  check('matching (no* *.dat)', "                  ^^^ warning: 'no*': this pattern makes no job\n");
  check('matching a.dat, no.dat', '                        ^^^^^^ warning: no job\n');
  check('matching files sub', '                       ^^^ warning: No file in\n');
  check('matching dirs *.dat', '                      ^^^^^ warning: No directory in\n');
  check('matching *hidden', '                 ^^^^^^^ warning: no job\n');
  check('matching sub/*.txt', '                 ^^^^^^^^^ warning: no job\n');
  check('matching none/*', '                 ^^^^^^ warning: no job\n');
  check('matching "a.dat"', '                 ^^^^^^^ warning: no job\n');
});

test('no-matches: matches, as condor_submit finds them', () => {
  for (const patterns of [
    ...[
      '*.dat',
      'sub',
      'dirs sub',
      'any s*',
      'sub/*',
      '*/b.dat',
      '[ab].dat',
      '[!b].dat',
      '.h*',
      'a?dat',
      './a.dat',
    ],
    ...['files (*.dat)', '$(more)', '(\n*.dat\n)'],
  ])
    check(`matching ${patterns}`);
});

test('no-matches: an error where it is asked for', () => {
  checkRule(
    'no-matches',
    `executable = /bin/echo
SubmitFailEmptyMatches = true
queue x matching *.txt
                 ^^^^^ error: expected at least one
`,
    { files },
  );
});

test('no-matches: not where nobody looks, and not for other items', () => {
  checkRule('no-matches', 'executable = /bin/echo\nqueue x matching *.txt\n');
  check('in (*.txt)');
});
