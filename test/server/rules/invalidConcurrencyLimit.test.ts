import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('invalid-concurrency-limit: quotes', () => {
  checkRule(
    'invalid-concurrency-limit',
    `executable = /bin/echo
concurrency_limits = a, "b"
                        ^^^ error: found '"b"'
queue
`,
  );
});
