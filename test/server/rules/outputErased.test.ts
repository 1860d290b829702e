import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

const job = (line: string): string => `executable = /bin/echo
should_transfer_files = YES
when_to_transfer_output = ON_EXIT_OR_EVICT
checkpoint_exit_code = 85
${line}
queue
`;

test('output-erased: output of a job that checkpoints itself', () => {
  checkRule('output-erased', job("output = o\n         ^ information: 'output' is emptied first"), {
    fixed: job('output = o\nerase_output_and_error_on_restart = False'),
  });
});

test('output-erased: said either way, no output, another kind of job', () => {
  checkRule('output-erased', job('output = o\nerase_output_and_error_on_restart = True'));
  checkRule('output-erased', job('log = l'));
  checkRule('output-erased', job('output = o').replace('checkpoint_exit_code = 85\n', ''));
  checkRule('output-erased', job('output = o').replace('/bin/echo', 'shim_dmtcp'));
});
