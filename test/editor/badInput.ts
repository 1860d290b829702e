/** What the tests of bad input share: a window whose settings change, and looks at what must not have happened. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inPool } from '../pool/inPool.ts';
import type { Pool } from '../pool/pool.ts';
import { until } from '../support/until.ts';
import { machineSettings, type Editor } from './editor.ts';

export interface AccessPointEntry {
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  readonly identityFile?: string;
  readonly knownHostsFile?: string;
}

export interface Desk {
  /** Opens the window anew with other settings: those of the beginning, and these. */
  configure(accessPoint: AccessPointEntry, others?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Waits for a message; it must be the only one, and no dump of the program. A picture of it is kept. */
  onlyMessage(text: string, screenshot: string, timeoutMs?: number): Promise<string>;
  /** What is shown, but for the successes of jobs that were submitted before. */
  messages(): Promise<readonly string[]>;
  /** Closes what is shown, and opens a file of the workspace. */
  begin(file: string): Promise<void>;
  /** Every file of the workspace with its contents' hash. */
  files(): Readonly<Record<string, string>>;
  /** What the access point has of the workspace: files with their checksums, and jobs. */
  there(): Promise<string>;
  /** Clusters that were submitted from the workspace, in the queue or not. */
  clusters(): Promise<readonly string[]>;
}

export function desk(editor: Editor, pool: Pool, workspace: string): Desk {
  const settingsFile = machineSettings(editor.dataDir);
  const name = path.basename(workspace);
  const start = JSON.parse(readFileSync(settingsFile, 'utf8')) as object;

  const shell = (script: string): Promise<string> => inPool(pool, pool.user, script);
  const clusters = async (): Promise<readonly string[]> => {
    const mine = `-constraint 'regexp("${name}", Iwd)' -af ClusterId`;
    const found = await shell(`condor_q ${mine}; condor_history ${mine}`);
    return [...new Set(found.split('\n').filter((line) => line !== ''))];
  };
  const messages = async (): Promise<readonly string[]> =>
    (await editor.notifications()).filter((text) => !/^(Submitted cluster|Job \S+ completed)/.test(text));
  return {
    messages,
    async configure(accessPoint, others = {}) {
      const settings = {
        ...start,
        ...others,
        'dmtcpCondor.accessPoints': [{ ...accessPoint, name: 'site' }],
      };
      writeFileSync(settingsFile, JSON.stringify(settings, null, 2));
      await editor.openFile('job.sub');
      await editor.page.reload();
      await editor.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 30_000 });
      // Until all of it is there, the window closes what is opened in it.
      await editor.page.waitForLoadState('networkidle', { timeout: 30_000 });
      await editor.page.locator('.codelens-decoration, .squiggly-error').first().waitFor({ timeout: 30_000 });
      await editor.openView('HTCondor');
    },
    async onlyMessage(text, screenshot, timeoutMs) {
      const only = async (): Promise<string> => {
        const message = await editor.notification(text, undefined, timeoutMs);
        await until('the message is alone', async () => (await messages()).length === 1);
        // It slides in: the picture is of one that stands still.
        await editor.page.locator('.notification-list-item').first().click({ trial: true, timeout: 15_000 });
        return message;
      };
      const message = await only().catch(async (error: unknown) => {
        const dialogs = await editor.page.locator('.monaco-dialog-box').allInnerTexts();
        const shown = [...(await editor.notifications()), ...dialogs].join('\n') || 'none';
        await editor.screenshot(`${screenshot}-failed`);
        const logged = editor.log().slice(-5).join('\n');
        throw new Error(`no message with "${text}" alone; shown: ${shown}; logged last: ${logged}`, {
          cause: error,
        });
      });
      await editor.screenshot(screenshot);
      assert.doesNotMatch(message, /Something went wrong|\n\s+at |undefined|\[object/);
      return message;
    },
    async begin(file) {
      // VS Code shows no more than three new messages within 0.8 s: those of what went before must have been.
      let [last, since] = ['', Date.now()];
      await until('no more messages of before', async () => {
        const now = (await editor.notifications()).join('\n');
        if (now !== last) [last, since] = [now, Date.now()];
        return Date.now() - since > 1_000;
      });
      if ((await editor.notifications()).length > 0) await editor.clearNotifications();
      await editor.openFile(file);
    },
    files() {
      const entries = readdirSync(workspace, { withFileTypes: true }).filter((entry) => entry.isFile());
      return Object.fromEntries(
        entries.map((entry) => {
          const bytes = readFileSync(path.join(workspace, entry.name));
          return [entry.name, createHash('sha256').update(bytes).digest('hex')];
        }),
      );
    },
    async there() {
      // Jobs of before may write while one looks.
      const inputs = `! -name '*.log' ! -name '*.out' ! -name '*.jsonl'`;
      const find = `find dmtcp-condor/${name}* -type f ${inputs} -exec cksum {} +`;
      const files = await shell(`${find} 2>/dev/null | sort; true`);
      return [files, ...(await clusters())].join('\n');
    },
    clusters,
  };
}
