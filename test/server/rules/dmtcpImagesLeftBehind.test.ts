import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-images-left-behind: without a directory for the images', () => {
  checkRule(
    'dmtcp-images-left-behind',
    `executable = shim_dmtcp
arguments = --stdout out ./foo
transfer_output_files = out
                        ^^^ warning: names of the checkpoint images
queue
`,
    {
      fixed: `executable = shim_dmtcp
arguments = --stdout out ./foo
queue
`,
    },
  );
});

test('dmtcp-images-left-behind: the directory is not listed', () => {
  checkRule(
    'dmtcp-images-left-behind',
    `executable = shim_dmtcp
arguments = --stdout out --ckptdir ckpt ./foo
transfer_output_files = out
                        ^^^ warning: ckpt and shim_dmtcp.$(Cluster).$(Process).state.json are not listed
queue
`,
    {
      fixed: `executable = shim_dmtcp
arguments = --stdout out --ckptdir ckpt ./foo
transfer_output_files = out, ckpt, shim_dmtcp.$(Cluster).$(Process).state.json
queue
`,
    },
  );
});

test('dmtcp-images-left-behind: the directory in the environment', () => {
  checkRule(
    'dmtcp-images-left-behind',
    `executable = shim_dmtcp
arguments = ./foo
environment = "DMTCP_CHECKPOINT_DIR=ckpt"
transfer_output_files = ./ckpt/, shim_dmtcp.$(Cluster).$(Process).state.json
queue
`,
  );
});

test('dmtcp-images-left-behind: everything', () => {
  checkRule(
    'dmtcp-images-left-behind',
    `executable = shim_dmtcp
arguments = ./foo
transfer_output_files = .
queue
`,
  );
});

test('dmtcp-images-left-behind: a directory, and no list', () => {
  checkRule(
    'dmtcp-images-left-behind',
    `executable = shim_dmtcp
arguments = --ckptdir ckpt --stdout out ./foo
                      ^^^^ warning: or list ckpt, shim_dmtcp.$(Cluster).$(Process).state.json, out
queue
`,
  );
  checkRule('dmtcp-images-left-behind', 'executable = shim_dmtcp\narguments = --ckptdir . ./foo\nqueue\n');
});
