/** A password that is asked for, kept because the person says so, used after a restart, and forgotten; in a real editor. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { sshServerUnavailable } from '../support/sshServer.ts';
import { jobsView, statusIs } from './jobsView.ts';
import { asks, connected, openSite, password } from './login.ts';
import { editorTest } from './session.ts';

describe('a password', () => {
  it('is kept only when the person says so, and forgotten on demand', { timeout: 180_000 }, (t) =>
    editorTest(t, { name: 'login', needs: [sshServerUnavailable] }, async (session) => {
      const { editor, server } = await openSite(session, ['PasswordAuthentication yes']);
      const { page } = editor;
      const box = page.locator('.quick-input-widget:visible');
      const connect = async (): Promise<void> => {
        await editor.run('DMTCP: Connect to Access Point');
        await box.locator('.monaco-list-row', { hasText: 'Connect to site now' }).click();
      };
      await editor.openView('HTCondor');
      // Nobody asked for this look: it puts no question.
      await statusIs(editor, 'site', /not connected/);
      const logIn = editor.treeRow(jobsView, 'Log In');
      await logIn.waitFor({ timeout: 15_000 });
      await editor.screenshot('1-not-connected');
      await logIn.click();
      assert.match(await asks(editor, 'Password of'), /It is not kept, unless you press the button above/);
      await editor.screenshot('2-asked');
      await editor.answer('wrong');
      await asks(editor, 'That was not accepted');
      await box.locator('.action-label[aria-label^="Keep it in"]').click();
      await asks(editor, 'It will be kept');
      await editor.screenshot('3-kept');
      await editor.answer(password);
      await connected(editor).waitFor({ timeout: 30_000 });

      await editor.reload();
      await connected(editor).waitFor({ timeout: 30_000 });
      // Nowhere in the clear.
      const files = readdirSync(editor.dataDir, { recursive: true, withFileTypes: true });
      const readable = files.filter((file) => file.isFile() && !file.parentPath.includes('/extensions'));
      for (const file of readable)
        assert.ok(!readFileSync(path.join(file.parentPath, file.name)).includes(password), file.name);

      await editor.run('DMTCP: Forget Stored Passwords');
      await editor.notification('Forgot 1 stored password');
      await server.restart();
      await connect().catch(() => undefined);
      await asks(editor, 'Password of');
      await page.keyboard.press('Escape');
      await statusIs(editor, 'site', /not connected/);
      await editor.screenshot('4-forgotten');
    }),
  );
});
