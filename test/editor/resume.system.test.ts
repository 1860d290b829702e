/** A log pane and the jobs view while the access point's sshd dies and comes back, in a real editor. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import { poolUnavailable, startPool } from '../pool/pool.ts';
import { until } from '../support/until.ts';
import { startEditor } from './editor.ts';
import { editorUnavailable } from './installEditor.ts';
import { accessPointOf, killSshd, startSshd, submitPrinters } from './poolJobs.ts';

const view = 'HTCondor Jobs';
/** In the pool: before HTCondor's own on the PATH of a login. */
const statusWrapper = '/usr/local/bin/condor_status';

describe('a lost connection', () => {
  it('comes back by itself, with view and pane, no line lost or doubled', { timeout: 300_000 }, async (t) => {
    const missing = poolUnavailable() ?? editorUnavailable();
    if (missing !== undefined) return t.skip(missing);
    const vsix = path.resolve('build/dmtcp-condor.vsix');
    assert.ok(existsSync(vsix), 'build/dmtcp-condor.vsix is there (npm run package)');
    const scratch = mkdtempSync(path.join(os.tmpdir(), 'dmtcp-condor-resume-'));
    const workspace = path.join(scratch, 'work');
    mkdirSync(workspace);
    const submitFile = 'executable = shim_dmtcp\nrequirements = Memory > 1\nqueue\n';
    writeFileSync(path.join(workspace, 'job.sub'), submitFile);
    const pool = await startPool({ name: 'resume' });
    const cluster = await submitPrinters(pool, 'numbers', 'arguments = 40');
    const editor = await startEditor({
      workspace,
      vsix: [vsix],
      settings: {
        'dmtcpCondor.accessPoints': [accessPointOf(pool, 'test pool')],
        'dmtcpCondor.dmtcpRoot': buildStandin(),
        'dmtcpCondor.queueInterval': 1,
      },
      screenshots: path.resolve('build/screenshots/resume'),
    });
    const { page } = editor;
    const status = async (): Promise<string> =>
      (await editor.statusBar()).find((text) => text.includes('test pool')) ?? 'nothing';
    const statusIs = (wanted: string | RegExp): Promise<boolean> =>
      until(`the status bar says ${wanted}`, async () => (await status()).match(wanted) !== null, {
        timeoutMs: 60_000,
        describe: status,
      });
    const rowIs = (wanted: RegExp): Promise<string> =>
      until(
        `the view has ${wanted}`,
        async () => (await editor.treeRows(view)).find((row) => wanted.test(row)),
        { timeoutMs: 60_000, describe: async () => (await editor.treeRows(view)).join('\n') },
      );
    const pane = editor.webview();
    const lines = pane.locator('.row.output .text');
    const numberOf = (text: string | undefined): number => Number(/line (\d+) of/.exec(text ?? '')?.[1] ?? 0);
    const last = async (): Promise<number> => Math.max(0, ...(await lines.allInnerTexts()).map(numberOf));
    const grows = async (what: string): Promise<void> => {
      const before = await last();
      await until(what, async () => (await last()) > before + 40, { timeoutMs: 60_000, describe: last });
    };
    try {
      await editor.openView('HTCondor');
      await rowIs(new RegExp(`^${cluster}\\.0 .*running`));
      await statusIs(/test pool$/);
      await editor.run('DMTCP: Tail Job Logs');
      await editor.pick(`${cluster}.0`);
      await grows('lines come');

      await killSshd(pool);
      await statusIs('reconnecting');
      await pane.locator('#notice.warning').waitFor({ timeout: 30_000 });
      // What was known last is still there.
      await rowIs(/not connected/);
      await rowIs(new RegExp(`^${cluster}\\.0 `));
      await editor.screenshot('1-lost');
      await startSshd(pool);
      await statusIs(/test pool$/);
      await grows('the pane goes on');
      await rowIs(new RegExp(`^${cluster}\\.0 .*running`));
      assert.equal(await pane.locator('#notice').isVisible(), false);
      assert.deepEqual(await editor.notifications(), [], 'nobody has to press anything');

      // A person who scrolls up stays where they are.
      await pane.locator('#scroll').hover();
      await page.mouse.wheel(0, -400);
      const follow = pane.locator('#follow');
      const unseen = async (): Promise<number> =>
        Number(/Paused, (\d+) new/.exec(await follow.innerText())?.[1] ?? 0);
      await until('it is paused', async () => (await unseen()) > 10);
      const there = await lines.first().innerText();
      const before = await unseen();
      await until('more comes', async () => (await unseen()) > before + 40);
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
      await statusIs('reconnecting');
      await startSshd(pool);
      await grows('the pane goes on again');
      const saved = path.join(workspace, 'saved.log');
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
      await pool.exec(
        'root',
        ['sh', '-c', 'cat >"$1" && chmod 755 "$1"', 'sh', statusWrapper],
        seeOldMachines,
      );
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
    } catch (error) {
      await editor.screenshot('failed');
      throw error;
    } finally {
      await editor.stop();
      await pool.exec('root', ['rm', '-f', statusWrapper]);
      await pool.exec(pool.user, ['condor_rm', '-all']);
      await pool.stop();
      rmSync(scratch, { recursive: true });
    }
  });
});
