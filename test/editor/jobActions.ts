/** What a person does to jobs in the view and from the palette, and what is seen of it. */
import assert from 'node:assert/strict';
import { inPool } from '../pool/inPool.ts';
import type { Pool } from '../pool/pool.ts';
import { until } from '../support/until.ts';
import type { Editor } from './editor.ts';
import { jobsView, rowIs } from './jobsView.ts';

/** Somebody else's job is shown, with its owner, only while everybody's are. */
export async function filterByOwner(editor: Editor, pool: Pool): Promise<void> {
  const submit = `cd /tmp && printf 'executable = /bin/true\\nhold = true\\nlog = /tmp/other.log\\nqueue\\n' >other.sub &&
    setpriv --reuid daemon --regid daemon --clear-groups env HOME=/tmp USER=daemon condor_submit -terse other.sub`;
  const said = await inPool(pool, 'root', submit);
  const [id] = /^\d+\.0/m.exec(said) ?? [];
  assert.ok(id !== undefined, said);
  assert.ok(!(await editor.treeRows(jobsView)).some((text) => text.startsWith(id)));
  await editor.run("DMTCP: Show Everybody's Jobs");
  await rowIs(editor, `${id} `, /daemon · held/);
  await editor.screenshot('1-everybody');
  await editor.run('DMTCP: Show My Jobs Only');
  await until('it is shown no more', async () => {
    const texts = await editor.treeRows(jobsView);
    return texts.length > 3 && !texts.some((text) => text.startsWith(`${id} `));
  });
  await pool.exec('root', ['condor_rm', id]);
}

/** `running` is a cluster of three: 0 and 1 are held, 2 runs. Afterwards 2 runs and the others are held again. */
export async function actOnJobs(editor: Editor, pool: Pool, running: string): Promise<void> {
  await editor.run('DMTCP: Edit and Release Job');
  await editor.pick(`${running}.0`);
  await editor.pick('Memory');
  await editor.answer('48');
  await editor.notification(`RequestMemory of job ${running}.0 is 48, and the job is released`);
  await editor.run('DMTCP: Release Job');
  await editor.pick(`${running}.1`);
  await editor.notification(`Job ${running}.1 is released`);
  await rowIs(editor, `${running}.0`, /^ .*running .* 2 starts/);
  await rowIs(editor, `${running}.1`, /^ .*running .* 2 starts/);
  await editor.clearNotifications();

  await editor.treeAction(jobsView, `${running}.0`, 'Vacate Job Fast (without Checkpoint)');
  // Both are selected still.
  assert.match(
    await editor.dialog(),
    /Vacate 2 jobs without a checkpoint\?.* since its last checkpoint is lost/,
  );
  await editor.answerDialog('Vacate Fast');
  await editor.notification('2 jobs are being vacated without a checkpoint');
  await rowIs(editor, `${running}.0`, /^ .*running .* 3 starts/);
  await rowIs(editor, `${running}.1`, /^ .*running .* 3 starts/);
  await editor.treeAction(jobsView, `${running}.1`, 'Checkpoint Job Now');
  await editor.notification('no program runs under shim_dmtcp there', undefined, 30_000);
  await editor.clearNotifications();

  await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await editor.treeAction(jobsView, `${running}.2`, 'Copy Job Id');
  await editor.notification(`Copied ${running}.2`);
  assert.equal(await editor.page.evaluate('navigator.clipboard.readText()'), `${running}.2`);

  await editor.run("DMTCP: Open Job's Submit File");
  await editor.pick(`${running}.1`);
  await until(
    'the submit file is open',
    async () => (await editor.editorLines())[0] === 'executable = printer.sh',
  );
  await editor.typeText('x');
  await editor.page.locator('.monaco-editor-overlaymessage', { hasText: 'read-only' }).waitFor();
  await editor.run('DMTCP: Open File of Job');
  await editor.pick(`${running}.1`);
  await editor.pick(`/home/${pool.user}/queue/queue.log`);
  await until('the event log is open', async () => /^000 \(/.test((await editor.editorLines())[0] ?? ''));

  await editor.run('DMTCP: Hold Job');
  await editor.pick('Choose Several …');
  for (const id of [`${running}.0`, `${running}.1`])
    await editor.page
      .locator('.quick-input-widget .monaco-list-row', { hasText: `${id} ` })
      .first()
      .click();
  await editor.page.keyboard.press('Enter');
  await editor.notification('2 jobs are held');
  await rowIs(editor, `${running}.0`, /^ .*held .*via condor_hold/);
  await readTooltips(editor, pool, running);
  await editor.clearNotifications();
}

/** Everything that is known of jobs is in the tooltips of their rows; checkpoints as the shim tells them by condor_chirp. */
async function readTooltips(editor: Editor, pool: Pool, running: string): Promise<void> {
  const id = `${running}.2`;
  const facts = 'Checkpoints 3 ChirpDmtcpCheckpointMilliseconds 1500 ChirpDmtcpCheckpointBytes 2500000';
  const script = `condor_qedit ${id} ChirpDmtcp${facts} ChirpDmtcpLastCheckpoint $(date +%s)`;
  await inPool(pool, pool.user, script);
  await tooltipHas(editor, id, [
    new RegExp(`Job ${id} of ${pool.user}: running`),
    /Host: slot\d@/,
    /Run time: \d\d:\d\d:\d\d/,
    /Starts: 1/,
    /Last checkpoint: \d+ s ago, 2\.5 MB, took 1\.5 s/,
    /Memory: \d+ of 32 MB/,
    /Disk: \d+ of 1 MB/,
  ]);
  await editor.screenshot('2-tooltip');
  // HTCondor counts evictions from 25 on.
  const evictions = pool.version.startsWith('23') ? [] : [/Evictions: \d+: \d+ \w+/];
  await tooltipHas(editor, `${running}.0`, [
    /: held/,
    /Starts: 3/,
    /Held because: via condor_hold/,
    ...evictions,
  ]);
  await editor.page.mouse.move(700, 5);
}

async function tooltipHas(editor: Editor, id: string, wanted: readonly RegExp[]): Promise<void> {
  const tooltip = editor.page.locator('.monaco-hover:visible, .workbench-hover:visible');
  const shown = async (): Promise<string> => {
    await editor.page.mouse.move(700, 5);
    await tooltip.first().waitFor({ state: 'hidden', timeout: 3000 });
    await editor.treeRow(jobsView, `${id} `).hover();
    await tooltip.first().waitFor({ timeout: 3000 });
    return (await tooltip.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  };
  let last = '';
  await until(
    `the tooltip of ${id} has all facts`,
    async () => {
      // A row that is made anew meanwhile takes its tooltip away.
      last = await shown().catch(() => '');
      return wanted.every((one) => one.test(last));
    },
    { timeoutMs: 30_000, describe: () => last },
  );
}

/** What is typed into the terminal that is open is run in the job's sandbox. */
export async function typeInTerminal(editor: Editor): Promise<void> {
  const screen = async (): Promise<string> =>
    (await editor.page.locator('.terminal .xterm-rows').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  await until('a shell prompts', async () => /[$#] *$/.test((await screen()).trimEnd()), {
    timeoutMs: 30_000,
    describe: screen,
  });
  await editor.typeText('echo sandbox-$((6*7)); ls\n');
  await until('it answers', async () => /sandbox-42[^]*_condor_stdout/.test(await screen()), {
    timeoutMs: 20_000,
    describe: screen,
  });
}
