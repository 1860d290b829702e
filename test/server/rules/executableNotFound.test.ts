import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('executable-not-found: a missing file', () => {
  checkRule(
    'executable-not-found',
    `executable = foo
             ^^^ error: Cannot find
queue
`,
    { files: {} },
  );
});

test('executable-not-found: quoted', () => {
  checkRule(
    'executable-not-found',
    `executable = "foo"
             ^^^^^ error: Quotes are part
queue
`,
    { files: { foo: '' } },
  );
});

test('executable-not-found: not transferred', () => {
  checkRule(
    'executable-not-found',
    `executable = foo
transfer_executable = false
queue
`,
    { files: {} },
  );
});

test('executable-not-found: a semicolon is part of the name', () => {
  checkRule(
    'executable-not-found',
    `executable = foo;
             ^^^^ error: The ';' is part of the name
queue
`,
    { files: { foo: '' } },
  );
});
