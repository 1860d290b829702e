import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('requirements-override: both', () => {
  checkRule(
    'requirements-override',
    `executable = /bin/echo
requirements = HasFoo
+Requirements = HasBar
^^^^^^^^^^^^^ warning: takes the place
queue
`,
  );
});

test('requirements-override: one', () => {
  checkRule(
    'requirements-override',
    `executable = /bin/echo
+Requirements = HasBar
queue
`,
  );
});
