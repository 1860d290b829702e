import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRule, diagnosticsOf } from '../support/checkRule.ts';

test('missing-queue: in 23', () => {
  checkRule(
    'missing-queue',
    `executable = /bin/echo
output = x
^^^^^^^^^^ error: needs a queue statement
`,
    {
      version: '23.9.6',
      fixed: `executable = /bin/echo
output = x
queue
`,
    },
  );
});

test('missing-queue: not in 25', () => {
  checkRule(
    'missing-queue',
    `executable = /bin/echo
output = x
`,
  );
});

test('missing-queue: in a branch that is not taken', () => {
  checkRule(
    'missing-queue',
    `if false
queue
endif
^^^^^ error: needs a queue statement
`,
    { version: '23.9.6' },
  );
});

test('missing-queue: not where another error says why', () => {
  for (const text of ['x @=END\nfoo\nqueue\n', 'if true\n', 'JOB A a.sub\n', 'executable = a\nqueue;\n'])
    checkRule('missing-queue', text, { version: '23.9.6' });
});

test('missing-queue: lines without line feeds', () => {
  const [found] = diagnosticsOf('a = b\rqueue\r', { version: '23.9.6' }).filter(
    ({ code }) => code === 'missing-queue',
  );
  assert.match(found?.message ?? '', /carriage returns only/);
});
