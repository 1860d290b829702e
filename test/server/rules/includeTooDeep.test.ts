import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('include-too-deep: itself', () => {
  checkRule(
    'include-too-deep',
    `include : a.sub
          ^^^^^ error: probably includes itself
queue
`,
    { files: { 'a.sub': 'include : a.sub\n' } },
  );
});
