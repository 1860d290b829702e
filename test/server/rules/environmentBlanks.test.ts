import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('environment-blanks: two variables', () => {
  checkRule(
    'environment-blanks',
    `executable = /bin/echo
environment = A=1 B=2
              ^^^^^^^ warning: this is one variable, A
queue
`,
    {
      fixed: `executable = /bin/echo
environment = "A=1 B=2"
queue
`,
    },
  );
});

test('environment-blanks: other forms', () => {
  checkRule(
    'environment-blanks',
    `executable = /bin/echo
environment = A=1;B=2
queue
environment = A=some words
queue
`,
    { version: '23.9.6' },
  );
});

test('environment-blanks: separators of the other syntax, and of neither', () => {
  checkRule(
    'environment-blanks',
    `executable = /bin/echo
environment = "A=1;B=2"
              ^^^^^^^^^ warning: separated by blanks: expected that before B, found ';'
queue
`,
  );
  checkRule(
    'environment-blanks',
    `executable = /bin/echo
environment = A=1,B=2
              ^^^^^^^ warning: separated by ';': expected that before B, found ','
queue
`,
  );
});
