import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

const job = (outputs: string, mark = ''): string => `executable = /bin/echo
should_transfer_files = YES
when_to_transfer_output = ON_EXIT_OR_EVICT
checkpoint_exit_code = 85
transfer_checkpoint_files = a, ./b/
transfer_output_files = ${outputs}
${mark}queue
`;

test('checkpoint-left-behind: some', () => {
  checkRule(
    'checkpoint-left-behind',
    job('x, b', '                        ^^^^ warning: without a the job\n'),
    {
      fixed: job('x, b, a'),
    },
  );
});

test('checkpoint-left-behind: all listed, or the whole sandbox', () => {
  checkRule('checkpoint-left-behind', job('b, a, x'));
  checkRule('checkpoint-left-behind', job('.'));
});

test('checkpoint-left-behind: nothing travels at an eviction anyway', () => {
  checkRule('checkpoint-left-behind', job('x').replace('_OR_EVICT', ''));
});

test('checkpoint-left-behind: a directory that is listed', () => {
  const inside = job('out').replace('a, ./b/', 'out/a, ./out/b/c');
  checkRule('checkpoint-left-behind', inside);
});
