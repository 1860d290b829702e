/** The jobs view with several access points, many jobs and everything that can be done to them, in a real editor. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inPool } from '../pool/inPool.ts';
import { freePort } from '../support/freePort.ts';
import { until } from '../support/until.ts';
import type { Editor } from './editor.ts';
import { longestFrame } from './frames.ts';
import { actOnJobs, filterByOwner, typeInTerminal } from './jobActions.ts';
import { jobsView, rowIs } from './jobsView.ts';
import { newestLine, outputLines, unseenLines } from './logPane.ts';
import { accessPointOf, poolSettings, submitPrinters } from './poolJobs.ts';
import { editorTest } from './session.ts';

const many = 10_000;

/** Whether the rows of the log pane in view fill it in each frame of so many milliseconds. */
const fullInEveryFrame = (editor: Editor, forMs: number): Promise<boolean> =>
  editor
    .webview()
    .locator('#scroll')
    .evaluate(
      `new Promise((resolve) => { const scroll = document.getElementById("scroll"); let full = true; const end = performance.now() + ${forMs};
        const look = () => { const pane = scroll.getBoundingClientRect();
          const rows = scroll.querySelector('#rows').getBoundingClientRect();
          full &&= rows.top <= pane.top && rows.bottom >= pane.bottom - 20;
          if (performance.now() < end) requestAnimationFrame(look); else resolve(full); };
        requestAnimationFrame(look); })`,
    );

describe('the jobs view', () => {
  it('shows many jobs of several access points, and acts on them', { timeout: 300_000 }, (t) =>
    editorTest(t, { name: 'queue' }, async (session) => {
      const pool = await session.pool({ name: 'queue-view' });
      const running = await submitPrinters(pool, 'running', 'batch_name = print', 3);
      const states = (): Promise<string> => inPool(pool, pool.user, `condor_q ${running} -af JobStatus`);
      await until('three run', async () => (await states()) === '2\n2\n2', {
        timeoutMs: 60_000,
        describe: states,
      });
      const held = await submitPrinters(pool, 'held', 'hold = true');
      const farAway = { ...accessPointOf(pool), name: 'far away', port: await freePort() };
      const editor = await session.open({
        ...poolSettings(pool),
        'dmtcpCondor.accessPoints': [accessPointOf(pool), farAway],
      });
      await editor.openView('HTCondor');
      await rowIs(editor, 'far away', /not connected/);
      await rowIs(editor, running, /3 running/);
      const seen = await editor.treeRows(jobsView);
      const [heldRow] = seen.filter((text) => text.startsWith(held));
      assert.match(heldRow ?? '', /held · submitted on hold at user's request/);
      assert.equal(seen.indexOf(heldRow ?? ''), 1, 'held jobs are the first below their access point');
      await editor.screenshot('1-view');
      await filterByOwner(editor, pool);

      await editor.treeRow(jobsView, `${running}  print`).click();
      await rowIs(editor, `${running}.2`);
      await editor.treeRow(jobsView, `${running}.0`).click();
      await editor.page.keyboard.down('Control');
      await editor.treeRow(jobsView, `${running}.1`).click();
      await editor.page.keyboard.up('Control');
      await editor.treeAction(jobsView, `${running}.1`, 'Hold Job');
      await editor.notification('2 jobs are held');
      await rowIs(editor, `${running}.1`, /via condor_hold/);
      await editor.screenshot('2-held');
      await editor.clearNotifications();
      await actOnJobs(editor, pool, running);

      // The schedd has little time for others while it has so many to offer: those that shall run do so already.
      const sweep = 'requirements = Machine == "nowhere"\nbatch_name = sweep';
      const array = await submitPrinters(pool, 'array', sweep, many);
      const folded = await rowIs(editor, array);
      assert.match(folded, new RegExp(`sweep ${many} jobs · ${many} idle`));
      const texts = await editor.treeRows(jobsView);
      const place = (start: string): number => texts.findIndex((text) => text.startsWith(start));
      assert.ok(place(running) < place(array), texts.join('\n'));

      await editor.treeRow(jobsView, `${array}  sweep`).click();
      await rowIs(editor, `${array}.0 – ${array}.199`);
      await editor.treeRow(jobsView, `${array}.0 – `).click();
      await rowIs(editor, `${array}.1 `);
      const idle = await longestFrame(editor, 3000);
      t.diagnostic(`${many} jobs looked at each second: longest frame of the window ${idle.toFixed(0)} ms`);
      assert.ok(idle < 1000, `${idle} ms without a frame`);
      await editor.treeAction(jobsView, `${array}.7  sweep`, 'Why Is the Job Idle?');
      const clause = editor.webview().locator('tr.none');
      await clause.first().waitFor({ timeout: 15_000 });
      assert.match(await clause.first().innerText(), /Machine == "nowhere".*no slot of the pool meets this/s);
      await editor.screenshot('3-why-idle');

      await editor.run('DMTCP: Open File of Job');
      await editor.pick(`${running}.2`);
      await editor.pick('_condor_stdout');
      await until('the file is open', async () => (await editor.editorLines())[0]?.startsWith('line 1 of'));
      await editor.run('DMTCP: Open Terminal in Job');
      await editor.pick(`${running}.2`);
      await typeInTerminal(editor);
      await editor.screenshot('4-terminal');
      await editor.run('View: Toggle Panel Visibility');

      await editor.run('DMTCP: Tail Job Logs');
      await editor.pick(`${running}.2`);
      const lines = outputLines(editor);
      await until('lines come', async () => (await lines.count()) > 3, { timeoutMs: 30_000 });
      await pool.exec(pool.user, ['condor_rm', array]);
      // HTCondor 25 removes them bit by bit: those of one look at the queue are told together.
      const told = async (): Promise<readonly number[]> =>
        (await editor.notifications()).flatMap((text) => {
          const [, n] =
            text.match(`^(\\d+) jobs of cluster ${array} on test pool have ended: \\1 removed`) ?? [];
          return n === undefined ? [] : [Number(n)];
        });
      await until('all ends are told', async () => (await told()).reduce((a, b) => a + b, 0) === many, {
        timeoutMs: 60_000,
        describe: () => editor.notifications(),
      });
      assert.ok((await told()).length <= 3, (await told()).join());
      await editor.screenshot('5-many-ended');
      await editor.clearNotifications();
      const flood = await submitPrinters(pool, 'flood', 'arguments = 10000');
      await rowIs(editor, `${flood}.0`, /running/);
      await editor.run('DMTCP: Tail Job Logs');
      await editor.pick(`${flood}.0`);
      const last = (): Promise<number> => newestLine(editor);
      const first = await until('the flood is shown', async () => (await last()) > 20_000 && last(), {
        timeoutMs: 40_000,
      });
      const began = Date.now();
      const frame = await longestFrame(editor, 5000);
      const rate = ((await last()) - first) / ((Date.now() - began) / 1000);
      assert.ok(await fullInEveryFrame(editor, 2000), 'rows fill the pane in every frame');
      await editor.screenshot('6-flood');
      // Lines that go at the beginning do not move those that a person reads.
      await editor.webview().locator('#scroll').hover();
      await editor.page.mouse.wheel(0, -100);
      const follow = editor.webview().locator('#follow');
      await until('it is paused', async () => (await unseenLines(editor)) > 0);
      const read = await lines.nth(10).innerText();
      await until('lines have gone', async () => (await unseenLines(editor)) > 12_000);
      assert.equal(await lines.nth(10).innerText(), read);
      await follow.click();
      t.diagnostic(
        `${rate.toFixed(0)} lines a second shown, longest frame of the window ${frame.toFixed(0)} ms`,
      );
      assert.ok(rate > 3000, `${rate} lines a second`);
      assert.ok(frame < 1000, `${frame} ms without a frame`);

      await editor.treeAction(jobsView, `${held}.0`, 'Remove Job');
      assert.match(await editor.dialog(), new RegExp(`Remove job ${held}.0\\?`));
      await editor.answerDialog('Remove');
      await editor.notification(`Job ${held}.0 is removed`);
    }),
  );
});
