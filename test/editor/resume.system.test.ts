/** A log pane and the jobs view while the access point's sshd dies and comes back, in a real editor. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import { inPool } from '../pool/inPool.ts';
import { until } from '../support/until.ts';
import { rowIs, statusIs } from './jobsView.ts';
import { newestLine, outputLines, unseenLines } from './logPane.ts';
import { killSshd, poolSettings, startSshd, submitPrinters } from './poolJobs.ts';
import { editorTest } from './session.ts';

const submitFile = 'executable = shim_dmtcp\nrequirements = Memory > 1\nqueue\n';
/** In the pool: before HTCondor's own on the PATH of a login. */
const statusWrapper = '/usr/local/bin/condor_status';

describe('a lost connection', () => {
  it('comes back by itself, with view and pane, no line lost or doubled', { timeout: 300_000 }, (t) =>
    editorTest(t, { name: 'resume', files: { 'job.sub': submitFile } }, async (session) => {
      const pool = await session.pool({ name: 'resume' });
      const cluster = await submitPrinters(pool, 'numbers', 'arguments = 40');
      const editor = await session.open({
        ...poolSettings(pool),
        'dmtcpCondor.dmtcpRoot': buildStandin(),
      });
      const { page } = editor;
      const pane = editor.webview();
      const lines = outputLines(editor);
      const connected = (): Promise<boolean> => statusIs(editor, 'test pool', /test pool$/);
      const grows = async (what: string): Promise<void> => {
        const last = (): Promise<number> => newestLine(editor);
        const before = await last();
        await until(what, async () => (await last()) > before + 40, { timeoutMs: 60_000, describe: last });
      };
      await editor.openView('HTCondor');
      await rowIs(editor, `${cluster}.0 `, /running/);
      await connected();
      await editor.run('DMTCP: Tail Job Logs');
      await editor.pick(`${cluster}.0`);
      await grows('lines come');

      await killSshd(pool);
      await statusIs(editor, 'test pool', /reconnecting/);
      await pane.locator('#notice.warning').waitFor({ timeout: 30_000 });
      // What was known last is still there.
      await rowIs(editor, '', /not connected/);
      await rowIs(editor, `${cluster}.0 `);
      await editor.screenshot('1-lost');
      await startSshd(pool);
      await connected();
      await grows('the pane goes on');
      await rowIs(editor, `${cluster}.0 `, /running/);
      assert.equal(await pane.locator('#notice').isVisible(), false);
      assert.deepEqual(await editor.notifications(), [], 'nobody has to press anything');

      // A person who scrolls up stays where they are.
      await pane.locator('#scroll').hover();
      await page.mouse.wheel(0, -400);
      const follow = pane.locator('#follow');
      await until('it is paused', async () => (await unseenLines(editor)) > 10);
      const there = await lines.first().innerText();
      const before = await unseenLines(editor);
      await until('more comes', async () => (await unseenLines(editor)) > before + 40);
      assert.equal(await lines.first().innerText(), there);
      await editor.screenshot('2-paused');
      await follow.click();
      await grows('it follows again');
      assert.equal(await follow.innerText(), 'Following');

      await pane.locator('#search').fill('line 111 ');
      await until('one line is found', async () => (await lines.count()) === 1);
      assert.equal(await pane.locator('mark').innerText(), 'line 111 ');
      await pane.locator('#search').fill('');
      await pane.locator('#level').selectOption({ label: 'Warnings and errors' });
      await until('only warnings are shown', async () =>
        (await lines.allInnerTexts()).every((text) => text.includes('WARNING')),
      );
      await pane.locator('#process').selectOption({ label: 'Process 40001' });
      await until('only one process is shown', async () => {
        const texts = await lines.allInnerTexts();
        return texts.length > 0 && texts.every((text) => text.startsWith('[40001]'));
      });
      await editor.screenshot('3-filtered');
      await pane.locator('#process').selectOption({ index: 0 });
      await pane.locator('#level').selectOption({ index: 0 });

      await killSshd(pool);
      await statusIs(editor, 'test pool', /reconnecting/);
      await startSshd(pool);
      await grows('the pane goes on again');
      const saved = path.join(session.workspace, 'saved.log');
      await pane.locator('#save').click();
      await editor.answerPath(saved);
      await until('it is saved', () => existsSync(saved) && readFileSync(saved, 'utf8').endsWith('\n'));
      const numbers = [...readFileSync(saved, 'utf8').matchAll(/\tline (\d+) of/g)].map(([, n]) => Number(n));
      assert.ok(numbers.length > 200, `${numbers.length} lines`);
      assert.deepEqual(
        numbers,
        numbers.map((_, index) => index + 1),
      );

      // A pool of which two machines are too old for the package: what leaves them out is offered, and undone.
      const seeOldMachines = `#!/bin/sh\n/usr/bin/condor_status "$@" | sed '1,2s/ Debian.*/ CentOS6/'\n`;
      session.atEnd(() => inPool(pool, 'root', `rm -f ${statusWrapper}`));
      await inPool(pool, 'root', `cat >${statusWrapper} && chmod 755 ${statusWrapper}`, seeOldMachines);
      await editor.openFile('job.sub');
      await editor.run('DMTCP: Package Shim and DMTCP into Submit Directory');
      const offer = await editor.notification('2 of 4 slots', 'Add to Submit File', 60_000);
      assert.match(offer, /CentOS6 \(2\): it has glibc 2\.12/);
      const requirements = async (): Promise<string | undefined> =>
        (await editor.editorLines()).find((line) => line.startsWith('requirements'));
      const old = 'requirements = Memory > 1';
      const added = `${old} && (Arch == "X86_64") && (OpSysAndVer =!= "CentOS6")`;
      await until('the clause is added', async () => (await requirements()) === added, {
        describe: requirements,
      });
      await editor.clearNotifications();
      await editor.openFile('job.sub');
      await editor.screenshot('4-requirements');
      await editor.undo();
      await until('undo takes it back', async () => (await requirements()) === old, {
        describe: requirements,
      });

      // Behind the submit file the pane drew nothing, and has lost nothing.
      await page.locator('.tab', { hasText: `Job ${cluster}.0` }).click();
      await grows('the pane goes on in sight');

      // For eyes: nothing that is shown may depend on one theme.
      for (const [label, name] of [
        ['Dark Modern', 'vs-dark'],
        ['Dark High Contrast', 'hc-black'],
        ['Light High Contrast', 'hc-light'],
      ] as const) {
        await editor.run('Preferences: Color Theme');
        await editor.answer(label);
        await page.locator(`.monaco-workbench.${name}`).waitFor({ timeout: 15_000 });
        await editor.screenshot(`4-${name}`);
      }
    }),
  );
});
