import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('credentials-needed: tokens and passwords of the access point', () => {
  checkRule(
    'credentials-needed',
    `executable = /bin/echo
universe = docker
docker_image = debian
use_oauth_services = box
                     ^^^ information: credential daemon
use_scitokens = true
                ^^^^ information: BEARER_TOKEN_FILE
docker_send_credentials = true
                          ^^^^ information: config.json
queue
`,
  );
});

test('credentials-needed: not where they are named or not wanted', () => {
  checkRule(
    'credentials-needed',
    `executable = /bin/echo
use_scitokens = true
scitokens_file = token
docker_send_credentials = false
queue
`,
  );
  checkRule('credentials-needed', 'executable = a\nuse_scitokens = auto\nqueue\n');
  const old = 'executable = a\ndocker_send_credentials = true\nqueue\n';
  checkRule('credentials-needed', old, { version: '23.9.6' });
});

test('credentials-needed: a proxy that is not named', () => {
  checkRule(
    'credentials-needed',
    `executable = /bin/echo
use_x509userproxy = true
                    ^^^^ information: X509_USER_PROXY
queue
`,
  );
  checkRule(
    'credentials-needed',
    'executable = /bin/echo\nuse_x509userproxy = true\nx509userproxy = p\nqueue\n',
  );
});
