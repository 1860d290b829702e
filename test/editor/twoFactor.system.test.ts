/** A login with a password and a code, as PAM asks for them one after the other, in a real editor. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { oneTimeCode } from '../support/oneTimeCode.ts';
import { codesUnavailable, sshServerUnavailable, startSshServer } from '../support/sshServer.ts';
import { until } from '../support/until.ts';
import { startEditor } from './editor.ts';
import { editorUnavailable } from './installEditor.ts';

const password = 'correct horse battery';
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEH';

describe('a login with two factors', () => {
  it('asks for both, says why it was refused, and asks again', { timeout: 180_000 }, async (t) => {
    const missing = (await sshServerUnavailable()) ?? (await codesUnavailable()) ?? editorUnavailable();
    if (missing !== undefined) return t.skip(missing);
    const vsix = path.resolve('build/dmtcp-condor.vsix');
    assert.ok(existsSync(vsix), 'build/dmtcp-condor.vsix is there (npm run package)');
    const scratch = mkdtempSync(path.join(os.tmpdir(), 'dmtcp-condor-factors-'));
    const workspace = path.join(scratch, 'work');
    mkdirSync(workspace);
    const config = ['KbdInteractiveAuthentication yes', 'AuthenticationMethods keyboard-interactive'];
    const server = await startSshServer(config, { pamPassword: password, codeSecret: secret });
    const { host, port, user, knownHostsFile } = server;
    const editor = await startEditor({
      workspace,
      vsix: [vsix],
      settings: { 'dmtcpCondor.accessPoints': [{ name: 'site', host, port, user, knownHostsFile }] },
      screenshots: path.resolve('build/screenshots/two-factor'),
    });
    const asks = (text: string): Promise<string> =>
      until(`it asks: ${text}`, async () => {
        const question = await editor.question();
        return question.includes(text) ? question : undefined;
      });
    const logIn = async (): Promise<void> => {
      const row = editor.treeRow('HTCondor Jobs', 'Log In');
      await row.waitFor({ timeout: 30_000 });
      await row.click();
    };
    try {
      await editor.openView('HTCondor');
      await logIn();
      assert.match(await asks('Password:'), /root@127\.0\.0\.1 asks/);
      await editor.screenshot('1-password');
      await editor.answer(password);
      const code = await asks('Verification code:');
      // It is good for half a minute: nobody is offered to keep it.
      assert.ok(!code.includes('It is not kept'), code);
      await editor.screenshot('2-code');
      const wrong = String((Number(oneTimeCode(secret, Date.now())) + 500_000) % 1_000_000).padStart(6, '0');
      await editor.answer(wrong);
      for (let attempt = 2; attempt <= 3; attempt++) {
        assert.match(await asks('Password:'), /That was not accepted/);
        if (attempt === 2) await editor.screenshot('3-refused');
        await editor.answer(password);
        await asks('Verification code:');
        await editor.answer(wrong);
      }
      const message = await editor.notification('was not let in', undefined, 30_000);
      await editor.screenshot('4-message');
      assert.match(message, /^root@127\.0\.0\.1 was not let in\. The server takes: keyboard-interactive\./);
      assert.match(message, /Offered: answers to its questions \(3 times\)\./);
      assert.match(message, /Check the user name and what was typed \(a code may have run out\)/);
      assert.ok(!message.includes(password) && !message.includes(wrong));

      await editor.clearNotifications();
      await logIn();
      await asks('Password:');
      await editor.answer(password);
      await asks('Verification code:');
      await editor.answer(oneTimeCode(secret, Date.now()));
      await editor.page
        .locator('.statusbar-item[aria-label*="Connected to site"]')
        .waitFor({ timeout: 30_000 });
      await editor.treeRow('HTCondor Jobs', 'Log In').waitFor({ state: 'hidden', timeout: 30_000 });
      await editor.screenshot('5-connected');
    } catch (error) {
      await editor.screenshot('failed');
      throw error;
    } finally {
      await editor.stop();
      await server.stop();
      rmSync(scratch, { recursive: true });
    }
  });
});
