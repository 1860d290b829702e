import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('bare-word-value: an attribute', () => {
  checkRule(
    'bare-word-value',
    `executable = /bin/echo
+ProjectName = physics
               ^^^^^^^ warning: "physics"
queue
`,
    {
      fixed: `executable = /bin/echo
+ProjectName = "physics"
queue
`,
    },
  );
});

test('bare-word-value: an amount', () => {
  checkRule(
    'bare-word-value',
    `executable = /bin/echo
request_memory = auto
                 ^^^^ warning: an attribute that no job has
queue
`,
  );
});

test('bare-word-value: what is meant', () => {
  checkRule(
    'bare-word-value',
    `executable = /bin/echo
+A = true
+B = A
+C = RequestMemory
+D = "x"
+E = x + 1
request_memory = ImageSize
queue
`,
  );
});
