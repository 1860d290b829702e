import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('missing-url-keys: s3', () => {
  checkRule(
    'missing-url-keys',
    `executable = /bin/echo
transfer_input_files = a, s3://bucket/key, b
                          ^^^^^^^^^^^^^^^ error: s3_access_key_id_file and s3_secret_access_key_file
queue
`,
  );
});

test('missing-url-keys: with keys', () => {
  checkRule(
    'missing-url-keys',
    `executable = /bin/echo
transfer_input_files = gs://bucket/key
gs_access_key_id_file = a
gs_secret_access_key_file = b
queue
`,
  );
});
