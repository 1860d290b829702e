import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('dmtcp-stale-manifest: a changed file', () => {
  checkRule(
    'dmtcp-stale-manifest',
    `executable = shim_dmtcp
transfer_input_files = foo, dmtcp_launch, shim_dmtcp.manifest.json
                            ^^^^^^^^^^^^ warning: has 6 bytes, and the manifest says 3
queue
`,
    {
      files: {
        foo: '',
        dmtcp_launch: 'longer',
        'shim_dmtcp.manifest.json': '{"schema":1,"files":[{"name":"dmtcp_launch","size":3}]}',
      },
    },
  );
});

test('dmtcp-stale-manifest: a file that is not listed', () => {
  checkRule(
    'dmtcp-stale-manifest',
    `executable = shim_dmtcp
transfer_input_files = shim_dmtcp.manifest.json
                       ^^^^^^^^^^^^^^^^^^^^^^^^ warning: lists dmtcp_launch
queue
`,
    {
      files: {
        'shim_dmtcp.manifest.json':
          '{"files":[{"name":"shim_dmtcp","size":3},{"name":"dmtcp_launch","size":3}]}',
      },
      fixed: `executable = shim_dmtcp
transfer_input_files = shim_dmtcp.manifest.json, dmtcp_launch
queue
`,
    },
  );
});

test('dmtcp-stale-manifest: no manifest at all', () => {
  checkRule(
    'dmtcp-stale-manifest',
    `executable = shim_dmtcp
transfer_input_files = shim_dmtcp.manifest.json
                       ^^^^^^^^^^^^^^^^^^^^^^^^ warning: is no manifest
queue
`,
    { files: { 'shim_dmtcp.manifest.json': 'x' } },
  );
});

test('dmtcp-stale-manifest: as it was', () => {
  checkRule(
    'dmtcp-stale-manifest',
    `executable = shim_dmtcp
transfer_input_files = dmtcp_launch, shim_dmtcp.manifest.json
queue
`,
    {
      files: {
        dmtcp_launch: 'abc',
        'shim_dmtcp.manifest.json': '{"files":[{"name":"dmtcp_launch","size":3}]}',
      },
    },
  );
});
