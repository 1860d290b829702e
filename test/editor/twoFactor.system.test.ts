/** A login with a password and a code, as PAM asks for them one after the other, in a real editor. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { oneTimeCode } from '../support/oneTimeCode.ts';
import { codesUnavailable, sshServerUnavailable } from '../support/sshServer.ts';
import { jobsView } from './jobsView.ts';
import { asks, connected, openSite, password } from './login.ts';
import { editorTest } from './session.ts';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEH';
const config = ['KbdInteractiveAuthentication yes', 'AuthenticationMethods keyboard-interactive'];
const options = { name: 'two-factor', needs: [sshServerUnavailable, codesUnavailable] };

describe('a login with two factors', () => {
  it('asks for both, says why it was refused, and asks again', { timeout: 180_000 }, (t) =>
    editorTest(t, options, async (session) => {
      const { editor } = await openSite(session, config, { codeSecret: secret });
      const logIn = editor.treeRow(jobsView, 'Log In');
      await editor.openView('HTCondor');
      await logIn.click({ timeout: 30_000 });
      assert.match(await asks(editor, 'Password:'), /root@127\.0\.0\.1 asks/);
      await editor.screenshot('1-password');
      await editor.answer(password);
      const code = await asks(editor, 'Verification code:');
      // It is good for half a minute: nobody is offered to keep it.
      assert.ok(!code.includes('It is not kept'), code);
      await editor.screenshot('2-code');
      const wrong = String((Number(oneTimeCode(secret, Date.now())) + 500_000) % 1_000_000).padStart(6, '0');
      await editor.answer(wrong);
      for (let attempt = 2; attempt <= 3; attempt++) {
        assert.match(await asks(editor, 'Password:'), /That was not accepted/);
        if (attempt === 2) await editor.screenshot('3-refused');
        await editor.answer(password);
        await asks(editor, 'Verification code:');
        await editor.answer(wrong);
      }
      const message = await editor.notification('was not let in', undefined, 30_000);
      await editor.screenshot('4-message');
      assert.match(message, /^root@127\.0\.0\.1 was not let in\. The server takes: keyboard-interactive\./);
      assert.match(message, /Offered: answers to its questions \(3 times\)\./);
      assert.match(message, /Check the user name and what was typed \(a code may have run out\)/);
      assert.ok(!message.includes(password) && !message.includes(wrong));

      await editor.clearNotifications();
      await logIn.click({ timeout: 30_000 });
      await asks(editor, 'Password:');
      await editor.answer(password);
      await asks(editor, 'Verification code:');
      await editor.answer(oneTimeCode(secret, Date.now()));
      await connected(editor).waitFor({ timeout: 30_000 });
      await logIn.waitFor({ state: 'hidden', timeout: 30_000 });
      await editor.screenshot('5-connected');
    }),
  );
});
