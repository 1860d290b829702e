import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('proxy-not-found', () => {
  checkRule(
    'proxy-not-found',
    `executable = /bin/echo
x509userproxy = proxy.pem
                ^^^^^^^^^ error: Cannot find 'proxy.pem'
queue
`,
    { files: {} },
  );
  const text = 'executable = a\nx509userproxy = proxy.pem\nqueue\n';
  checkRule('proxy-not-found', text, { files: { 'proxy.pem': 'x' } });
  checkRule('proxy-not-found', text);
});
