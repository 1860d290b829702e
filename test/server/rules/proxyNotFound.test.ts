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
  checkRule('proxy-not-found', text, { files: { 'proxy.pem': '-----BEGIN CERTIFICATE-----' } });
  checkRule('proxy-not-found', text);
});

test('proxy-not-found: a file that is no proxy', () => {
  for (const [name, severity] of [
    ['empty', 'error'],
    ['notes', 'warning'],
  ] as const)
    checkRule(
      'proxy-not-found',
      `executable = run\nx509userproxy = ${name}\n                ^^^^^ ${severity}: Expected a proxy\nqueue\n`,
      { files: { run: 'x', empty: '', notes: 'hello', proxy: '-----BEGIN CERTIFICATE-----' } },
    );
  checkRule('proxy-not-found', 'executable = run\nx509userproxy = proxy\nqueue\n', {
    files: { run: 'x', proxy: '-----BEGIN CERTIFICATE-----' },
  });
});
