/** Log panes and the jobs view while the access point's sshd dies and comes back, or the window is loaded again, in a real editor. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import { inPool } from '../pool/inPool.ts';
import { runProgram } from '../support/runProgram.ts';
import { until } from '../support/until.ts';
import { machineSettings } from './editor.ts';
import { jobsView, rowIs, statusIs } from './jobsView.ts';
import { countFrom, newestLine, numbers, outputLines, unseenLines } from './logPane.ts';
import { asks } from './login.ts';
import { killSshd, poolSettings, startSshd, submitPrinters } from './poolJobs.ts';
import { editorTest } from './session.ts';

const withoutNonce = (policy: string | null) => policy?.replaceAll(/nonce-\w{32}/g, 'nonce');
const submitFile = 'executable = shim_dmtcp\nrequirements = Memory > 1\nqueue\n';
/** In the pool: before HTCondor's own on the PATH of a login. */
const statusWrapper = '/usr/local/bin/condor_status';

describe('a lost connection', () => {
  it('comes back by itself, with view and pane, no line lost or doubled', { timeout: 300_000 }, (t) =>
    editorTest(t, { name: 'resume', files: { 'job.sub': submitFile } }, async (session) => {
      const pool = await session.pool({ name: 'resume' });
      const cluster = await submitPrinters(pool, 'numbers', 'arguments = 40');
      const ended = await submitPrinters(pool, 'numbers', 'arguments = 40');
      const other = await submitPrinters(pool, 'numbers', 'arguments = 40');
      const key = path.join(session.scratch, 'key');
      copyFileSync(pool.privateKeyFile, key);
      const editor = await session.open({
        ...poolSettings(pool, { identityFile: key }),
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
      const savedNumbers = [...readFileSync(saved, 'utf8').matchAll(/\tline (\d+) of/g)].map(([, n]) =>
        Number(n),
      );
      assert.ok(savedNumbers.length > 200, `${savedNumbers.length} lines`);
      assert.deepEqual(savedNumbers, countFrom(1, savedNumbers.length));

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

      // Panes come back when the window is loaded again. All together ask once for what a person has to say.
      const began = Date.now();
      const level = pane.locator('#level');
      const shows = (job: string) => pane.locator('#state', { hasText: `Job ${job}` }).waitFor();
      const look = async (job: string): Promise<void> => {
        await page.getByRole('tab', { name: `Job ${job}`, exact: true }).click();
        await shows(job);
      };
      const policy = () => pane.locator('meta[http-equiv]').getAttribute('content');
      await level.selectOption({ label: 'Warnings and errors' });
      const policyBefore = await policy();
      await editor.treeRow(jobsView, `${ended}.0 `).click();
      await editor.treeRow(jobsView, `${other}.0 `).click({ modifiers: ['Control'] });
      await editor.treeAction(jobsView, `${other}.0 `, 'Tail Job Logs');
      // The last one is in sight; the other has no page yet, and its job ends meanwhile.
      await shows(`${other}.0 running`);
      await inPool(pool, pool.user, `condor_ssh_to_job ${ended}.0 'kill $_CONDOR_JOB_PIDS'`);
      await runProgram('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'open sesame', '-f', key]);
      await editor.reload();
      await asks(editor, 'Passphrase of');
      await page.keyboard.press('Escape');
      const notice = pane.locator('#notice.error', { hasText: 'no passphrase was given' });
      const again = notice.getByRole('button', { name: 'Try Again' });
      await again.waitFor({ timeout: 15_000 });
      await editor.screenshot('5-declined');
      const queued = () => inPool(pool, pool.user, `condor_q ${ended} -af ClusterId`);
      await until('the job has left the queue', async () => (await queued()) === '', { timeoutMs: 30_000 });
      await look(`${cluster}.0`);
      await again.waitFor({ timeout: 15_000 });
      assert.equal(await page.locator('.quick-input-widget').isVisible(), false, 'it asks no more');
      await again.click();
      await asks(editor, 'Passphrase of');
      await editor.answer('open sesame');
      await lines.first().waitFor({ timeout: 30_000 });
      assert.equal(await level.inputValue(), '2', 'what is shown is as it was set');
      await level.selectOption({ index: 0 });
      await grows('it is followed again');
      await editor.screenshot('6-restored');
      assert.equal(await notice.isVisible(), false);
      const read = await numbers(editor);
      assert.deepEqual(read, countFrom(1, read.length), 'each line once');
      const policyNow = await policy();
      assert.notEqual(policyNow, policyBefore, 'a nonce is used once');
      assert.equal(
        withoutNonce(policyNow),
        withoutNonce(policyBefore),
        'a page that comes back may do no more',
      );
      await look(`${other}.0`);
      await grows('the other one follows without being told');
      await look(`${ended}.0`);
      await pane.locator('#verdict.good', { hasText: 'completed' }).waitFor({ timeout: 30_000 });
      const last = await numbers(editor);
      assert.ok(last.length > 100, `${last.length} lines`);
      assert.deepEqual(last, countFrom(1, last.length), 'what the job that has ended left');
      await editor.screenshot('7-restored-ended');
      assert.deepEqual(await editor.notifications(), [], 'its end is no news');

      // What cannot be followed any more does not come back as an empty shell.
      const elsewhere = poolSettings(pool, { name: 'elsewhere', identityFile: pool.privateKeyFile });
      writeFileSync(machineSettings(session.dataDir), JSON.stringify(elsewhere));
      await statusIs(editor, 'elsewhere', /elsewhere/);
      await editor.reload();
      const lost = pane.locator('#notice', { hasText: `The logs of job ${ended}.0 cannot be followed` });
      await lost.waitFor({ timeout: 30_000 });
      await editor.screenshot('8-lost');

      // A pane that is opened anew takes the place of the one that came back and that nobody has looked at.
      const tabs = page.getByRole('tab', { name: `Job ${other}.0`, exact: true });
      assert.equal(await tabs.count(), 1);
      await editor.openView('HTCondor');
      await rowIs(editor, `${other}.0`);
      await editor.treeAction(jobsView, `${other}.0 `, 'Tail Job Logs');
      await shows(`${other}.0 running`);
      await until('it is the only one', async () => (await tabs.count()) === 1);
      t.diagnostic(`panes that come back took ${((Date.now() - began) / 1000).toFixed(1)} s`);
    }),
  );
});
