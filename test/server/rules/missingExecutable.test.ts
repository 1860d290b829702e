import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('missing-executable: none', () => {
  checkRule(
    'missing-executable',
    `arguments = a
queue
^^^^^ error: No program to run
`,
  );
});

test('missing-executable: a container', () => {
  checkRule(
    'missing-executable',
    `container_image = a.sif
queue
`,
  );
});

test('missing-executable: not where the line that names it is wrong itself', () => {
  for (const line of ['executable: /bin/echo', 'executable /bin/echo', '\uFEFFexecutable = a', 'JOB A a.sub'])
    checkRule('missing-executable', `${line}\nqueue\n`);
});

test('missing-executable: not where the queue statement gives it', () => {
  for (const name of ['executable', 'Cmd', 'container_image'])
    checkRule('missing-executable', `queue ${name} in (/bin/echo /bin/sh)\n`);
});
