/** A password that is asked for, kept because the person says so, used after a restart, and forgotten; in a real editor. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { sshServerUnavailable, startSshServer } from '../support/sshServer.ts';
import { until } from '../support/until.ts';
import { startEditor } from './editor.ts';
import { editorUnavailable } from './installEditor.ts';

const password = 'correct horse battery';

describe('a password', () => {
  it('is kept only when the person says so, and forgotten on demand', { timeout: 180_000 }, async (t) => {
    const missing = (await sshServerUnavailable()) ?? editorUnavailable();
    if (missing !== undefined) return t.skip(missing);
    const vsix = path.resolve('build/dmtcp-condor.vsix');
    assert.ok(existsSync(vsix), 'build/dmtcp-condor.vsix is there (npm run package)');
    const scratch = mkdtempSync(path.join(os.tmpdir(), 'dmtcp-condor-login-'));
    const workspace = path.join(scratch, 'work');
    mkdirSync(workspace);
    const server = await startSshServer(['PasswordAuthentication yes'], { pamPassword: password });
    const { host, port, user, knownHostsFile } = server;
    const editor = await startEditor({
      workspace,
      vsix: [vsix],
      settings: { 'dmtcpCondor.accessPoints': [{ name: 'site', host, port, user, knownHostsFile }] },
      screenshots: path.resolve('build/screenshots/login'),
    });
    const { page } = editor;
    const box = page.locator('.quick-input-widget:visible');
    const status = async (): Promise<string> =>
      (await editor.statusBar()).find((text) => text.includes('site')) ?? 'nothing';
    const statusIs = (wanted: string): Promise<boolean> =>
      until(`the status bar says ${wanted}`, async () => (await status()).includes(wanted), {
        timeoutMs: 30_000,
        describe: status,
      });
    const connected = page.locator('.statusbar-item[aria-label*="Connected to site"]');
    const connect = async (): Promise<void> => {
      await editor.run('DMTCP: Connect to Access Point');
      await box.locator('.monaco-list-row', { hasText: 'Connect to site now' }).click();
    };
    const asks = (text: string): Promise<string> =>
      until(`it asks: ${text}`, async () => {
        const question = await editor.question();
        return question.includes(text) ? question : undefined;
      });
    try {
      await editor.openView('HTCondor');
      // Nobody asked for this look: it puts no question.
      await statusIs('not connected');
      const login = editor.treeRow('HTCondor Jobs', 'Log In');
      await login.waitFor({ timeout: 15_000 });
      await editor.screenshot('1-not-connected');
      await login.click();
      assert.match(await asks('Password of'), /It is not kept, unless you press the button above/);
      await editor.screenshot('2-asked');
      await editor.answer('wrong');
      await asks('That was not accepted');
      await box.locator('.action-label[aria-label^="Keep it in"]').click();
      await asks('It will be kept');
      await editor.screenshot('3-kept');
      await editor.answer(password);
      await connected.waitFor({ timeout: 30_000 });

      // As a person does it: the editor saves its state first, which it does not at once after each change.
      await Promise.all([
        page.waitForEvent('load', { timeout: 60_000 }),
        editor.run('Developer: Reload Window'),
      ]);
      await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 30_000 });
      await connected.waitFor({ timeout: 30_000 });
      // Nowhere in the clear.
      const files = readdirSync(editor.dataDir, { recursive: true, withFileTypes: true });
      const readable = files.filter((file) => file.isFile() && !file.parentPath.includes('/extensions'));
      for (const file of readable)
        assert.ok(!readFileSync(path.join(file.parentPath, file.name)).includes(password), file.name);

      await editor.run('DMTCP: Forget Stored Passwords');
      await editor.notification('Forgot 1 stored password');
      await server.restart();
      await connect().catch(() => undefined);
      await asks('Password of');
      await page.keyboard.press('Escape');
      await statusIs('not connected');
      await editor.screenshot('4-forgotten');
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
