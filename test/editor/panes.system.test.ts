/** Fifty log panes of fifty running jobs in one real editor, over one connection. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maxLines } from '../../client/src/views/logPane/lines.ts';
import { inPool } from '../pool/inPool.ts';
import type { Pool } from '../pool/pool.ts';
import { until } from '../support/until.ts';
import type { Editor } from './editor.ts';
import { longestFrame } from './frames.ts';
import { jobsView, rowIs } from './jobsView.ts';
import { countFrom, newestLine, numbers } from './logPane.ts';
import { poolSettings, submitPrinters } from './poolJobs.ts';
import { editorTest } from './session.ts';

const quiet = 49;
const panes = quiet + 1;

describe('fifty log panes', () => {
  it('follow fifty running jobs at once, also those never looked at', { timeout: 300_000 }, (t) =>
    editorTest(t, { name: 'panes' }, async (session) => {
      const pool = await session.pool({ name: 'panes' });
      await giveSlots(pool, panes);
      const cluster = await submitPrinters(pool, 'quiet', 'arguments = 10 1', quiet);
      const flood = await submitPrinters(pool, 'flood', 'arguments = 9000');
      const editor = await session.open(poolSettings(pool));
      const { page } = editor;
      const asRoot = (script: string): Promise<string> => inPool(pool, 'root', script);
      const tab = (id: string) => page.getByRole('tab', { name: `Job ${id}`, exact: true });
      await editor.openView('HTCondor');
      await rowIs(editor, `${cluster} `, new RegExp(`${quiet} running`));
      await rowIs(editor, `${flood}.0 `, /running/);
      await editor.treeRow(jobsView, cluster).click();
      await rowIs(editor, `${cluster}.1 `);
      await editor.treeRow(jobsView, `${cluster}.1 `).click();
      // All of the cluster, and the other job, which is below what is in view.
      await page.keyboard.press('Control+A');
      await page.keyboard.press('End');
      await editor.treeRow(jobsView, `${flood}.0 `).click({ modifiers: ['Control'] });
      const began = Date.now();
      await editor.treeAction(jobsView, `${flood}.0 `, 'Tail Job Logs');
      await until('each job has a pane', async () => (await page.locator('.tab').count()) === panes, {
        timeoutMs: 60_000,
      });
      const sessions = async (): Promise<number> =>
        Number(await asRoot("ps -eo args= | grep -c '^condor_ssh_to_job [0-9]'; true"));
      // No pane but the last was in sight yet, and VS Code has not loaded the pages of the others.
      await until('all are followed', async () => (await sessions()) === panes, {
        timeoutMs: 90_000,
        everyMs: 500,
        describe: sessions,
      });
      const followed = Date.now() - began;
      const loaded = await page.locator('iframe.webview').count();
      const frame = await longestFrame(editor, 3000);
      await editor.screenshot('1-fifty');

      const port = pool.sshPort.toString(16).toUpperCase().padStart(4, '0');
      const connections = `awk '$2 ~ /:${port}$/ && $4 == "01"' /proc/net/tcp | wc -l`;
      assert.equal(await asRoot(connections), '1', 'one connection');
      const channels = (await asRoot(channelsScript)).split('\n').filter((line) => line !== '');
      assert.ok(channels.length >= 1 && channels.length <= 10, channels.join('\n'));

      const written = async (id: string): Promise<number> => {
        const [ofCluster, ofProcess] = id.split('.');
        const isIt = `grep -qx "ClusterId = ${ofCluster}" $ads && grep -qx "ProcId = ${ofProcess}" $ads`;
        // HTCondor 25 has them one directory further down.
        return Number(
          await asRoot(
            `for d in /var/lib/condor/execute/dir_*; do ads=$(find $d -name .job.ad); [ -z "$ads" ] || { ${isIt} && find $d -name _condor_stdout -exec grep -c ^line {} ';'; }; done; true`,
          ),
        );
      };
      /** The numbers that a pane has, once it has what its job had written before it was looked at. */
      const look = async (id: string): Promise<readonly number[]> => {
        const expected = await written(id);
        assert.ok(expected > 100, `${id} has written ${expected} lines`);
        await tab(id).click();
        // Tabs change before their panes do.
        await until(`the pane of ${id}`, async () => (await shownId(editor)) === id, { timeoutMs: 30_000 });
        await until(`line ${expected}`, async () => (await newestLine(editor)) >= expected, {
          timeoutMs: 60_000,
          describe: () => newestLine(editor),
        });
        return numbers(editor);
      };
      const looks: number[] = [];
      for (let process = 0; process < quiet; process += 8) {
        const asked = Date.now();
        const read = await look(`${cluster}.${process}`);
        looks.push(Date.now() - asked);
        assert.deepEqual(read, countFrom(1, read.length), `job ${process}: each line once`);
      }
      // Of this one, more was written than a pane holds, and nothing of it was kept while nobody looked.
      assert.ok((await written(`${flood}.0`)) > maxLines, 'it is a flood');
      const asked = Date.now();
      const read = await look(`${flood}.0`);
      const caughtUp = Date.now() - asked;
      assert.ok(read.length <= maxLines && read.length > maxLines / 2, `${read.length} lines are kept`);
      assert.deepEqual(read, countFrom(read[0] ?? 0, read.length), 'the newest ones, each once');
      const busy = await longestFrame(editor, 3000);
      await editor.screenshot('2-flood');
      // One that was behind others meanwhile.
      const again = await look(`${cluster}.0`);
      assert.deepEqual(again, countFrom(1, again.length), 'nothing was lost behind other panes');
      // Pages that are made anew, as those of panes that are moved to another window, begin again.
      await editor.webview().locator('#scroll').evaluate('void (globalThis.isOld = true)');
      await editor.run('Developer: Reload Webviews');
      // While the page is exchanged there is none to ask.
      const isNew = (): Promise<boolean> =>
        editor
          .webview()
          .locator('#scroll')
          .evaluate('globalThis.isOld === undefined')
          .then(Boolean, () => false);
      await until('the page is another one', isNew, { timeoutMs: 30_000 });
      // The first thing that it is told may still be of the page before.
      await until('it begins with line 1', async () => (await numbers(editor))[0] === 1, {
        timeoutMs: 30_000,
      });
      const anew = await look(`${cluster}.0`);
      assert.deepEqual(anew, countFrom(1, anew.length), 'each line once in a page that is made anew');
      t.diagnostic(
        `${panes} sandboxes followed after ${(followed / 1000).toFixed(1)} s over 1 connection and ${channels.length} channels, ${loaded} pages loaded; ` +
          `longest frame of the window ${frame.toFixed(0)} ms, with a flood in sight ${busy.toFixed(0)} ms; ` +
          `a first look takes up to ${Math.max(...looks)} ms, at a flood of ${read.at(-1)} lines ${caughtUp} ms`,
      );
    }),
  );
});

/** What runs in the sessions of the access point's sshd. Those of sandboxes are below a starter of HTCondor's. */
const channelsScript = `ps -eo pid=,ppid=,args= | awk '{ parent[$1] = $2; args[$1] = $3 " " $4 " " $5 }
  END { for (p in args) { s = parent[p]; if (args[s] ~ /^sshd(-session)?: [a-z]+@/ && args[parent[parent[s]]] !~ /starter/) print args[p] } }'`;

/** The job whose pane is in view, once it has lines. */
async function shownId(editor: Editor): Promise<string | undefined> {
  const pane = editor.webview();
  if ((await pane.locator('.row.output').count()) === 0) return undefined;
  return /Job (\S+)/.exec(await pane.locator('#state').innerText())?.[1];
}

/** Gives the pool's machine so many slots, until the pool starts anew. */
async function giveSlots(pool: Pool, count: number): Promise<void> {
  // What lies in /tmp is gone when the pool starts anew, which expects its own four slots.
  const script = `printf 'include ifexist : /tmp/slots.config\\n' >/etc/condor/config.d/99-slots.config
printf 'NUM_CPUS = %d\\nNUM_SLOTS_TYPE_1 = %d\\nSLOT_TYPE_1 = cpus=1, memory=1/%d, disk=1/%d\\n' ${count} ${count} ${count} ${count} >/tmp/slots.config
condor_off -fast -startd && condor_on -startd`;
  await inPool(pool, 'root', script);
  const slots = (): Promise<string> => inPool(pool, 'root', 'condor_status -af Name');
  await until('the slots are there', async () => (await slots()).split('\n').length >= count, {
    timeoutMs: 30_000,
  });
}
