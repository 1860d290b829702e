import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-value: universe', () => {
  checkRule(
    'invalid-value',
    `executable = /bin/echo
universe = vanila
           ^^^^^^ error: found 'vanila'
queue
`,
    {
      fixed: `executable = /bin/echo
universe = vanilla
queue
`,
    },
  );
});

test('invalid-value: should_transfer_files', () => {
  checkRule(
    'invalid-value',
    `executable = /bin/echo
should_transfer_files = ifneeded
                        ^^^^^^^^ error: YES, NO or IF_NEEDED
queue
`,
  );
});

test('invalid-value: any case and synonyms', () => {
  checkRule(
    'invalid-value',
    `executable = /bin/echo
should_transfer_files = true
when_to_transfer_output = always
queue
`,
  );
});

test('invalid-value: a value that only newer releases know', () => {
  const fixture = 'executable = /bin/echo\nnotification = Start\nqueue\n';
  checkRule('invalid-value', fixture);
  checkRule('invalid-value', fixture.replace('queue', '               ^^^^^ error: Start\nqueue'), {
    version: '23.9.6',
  });
});

test('invalid-value: tokens, other access points, directories', () => {
  checkRule(
    'invalid-value',
    `executable = /bin/echo
use_scitokens = maybe
                ^^^^^ error: Expected true, false or auto
Remote_universe = docker
                  ^^^^^^ error: Expected vanilla
SubmitMatchDirectories = maybe
                         ^^^^^ error: Expected never
queue x matching *.dat
`,
  );
  checkRule(
    'invalid-value',
    'executable = a\nuse_scitokens = 1 == 1\nRemote_universe = standard\nSubmitMatchDirectories = maybe\nqueue\n',
  );
});

test('invalid-value: a value that came later', () => {
  const text = 'executable = a\nskip_filechecks = warn\n';
  checkRule('invalid-value', `${text}                  ^^^^ error: Expected true\nqueue\n`, {
    version: '23.9.6',
  });
  checkRule('invalid-value', `${text}queue\n`);
});

test('invalid-value: a universe of the past', () => {
  checkRule(
    'invalid-value',
    `executable = /bin/echo
universe = standard
           ^^^^^^^^ error: "Wrap with shim_dmtcp" for checkpoints
queue
`,
    { fixed: 'executable = /bin/echo\nuniverse = vanilla\nqueue\n' },
  );
});

test('invalid-value: a misspelt one', () => {
  checkRule(
    'invalid-value',
    `executable = /bin/echo
universe = Vanila
           ^^^^^^ error: Did you mean vanilla?
queue
`,
  );
});
