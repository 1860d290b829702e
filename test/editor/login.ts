/** What tests of logins share: an access point that asks, and what is seen of it. */
import type { Locator } from 'playwright-core';
import { startSshServer, type SshServer, type SshServerOptions } from '../support/sshServer.ts';
import { until } from '../support/until.ts';
import type { Editor } from './editor.ts';
import type { EditorSession } from './session.ts';

export const password = 'correct horse battery';

/** An editor whose access point `site` is an sshd that asks for the password. */
export async function openSite(
  session: EditorSession,
  config: readonly string[],
  options: SshServerOptions = {},
): Promise<{ readonly editor: Editor; readonly server: SshServer }> {
  const server = await startSshServer(config, { pamPassword: password, ...options });
  session.atEnd(() => server.stop());
  const { host, port, user, knownHostsFile } = server;
  const site = { name: 'site', host, port, user, knownHostsFile };
  return { editor: await session.open({ 'dmtcpCondor.accessPoints': [site] }), server };
}

/** Waits until the box at the top asks for this; all that it asks. */
export const asks = (editor: Editor, text: string): Promise<string> =>
  until(`it asks: ${text}`, async () => {
    const question = await editor.question();
    return question.includes(text) ? question : undefined;
  });

export const connected = (editor: Editor): Locator =>
  editor.page.locator('.statusbar-item[aria-label*="Connected to site"]');
