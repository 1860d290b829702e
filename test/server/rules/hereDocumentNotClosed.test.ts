import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('here-document-not-closed: another case', () => {
  checkRule(
    'here-document-not-closed',
    `executable = /bin/echo
X @=end
  ^^^^^ error: '@end'
 a
@END
queue
`,
  );
});

test('here-document-not-closed: closed', () => {
  checkRule(
    'here-document-not-closed',
    `executable = /bin/echo
X @=end
 a
  @end
queue
`,
  );
});
