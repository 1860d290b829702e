/** Choosing DMTCP, submitting with overrides and several files at once, and results that met changes, in a real editor. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import { inPool } from '../pool/inPool.ts';
import { copyStandin } from '../support/copyStandin.ts';
import { until } from '../support/until.ts';
import { rowIs, statusIs } from './jobsView.ts';
import { editorSettings } from './journey.ts';
import { editorTest } from './session.ts';

const submitFile = (argument: string): string => `executable = run.sh
arguments = ${argument}
should_transfer_files = YES
when_to_transfer_output = ON_EXIT
log = ${argument}.log
request_memory = 32M
request_disk = 16M
queue
`;
const program =
  '#!/bin/sh\n[ "$1" != long ] || sleep 300\necho "$1 by $_CONDOR_SLOT at $(date +%s%N)" >"result-$1.txt"\n';

const files = {
  'a.sub': submitFile('a'),
  'b.sub': submitFile('b'),
  'long.sub': `transfer_input_files = libdmtcp.so, shim_dmtcp.manifest.json\n${submitFile('long')}`,
  'big.sub': `transfer_input_files = big.dat\n${submitFile('big')}`,
  'big.dat': '',
  'run.sh': program,
};

describe('submitting', () => {
  it('takes overrides and several files, and asks before a local change is lost', { timeout: 280_000 }, (t) =>
    editorTest(t, { name: 'submit', files }, async (session) => {
      const { workspace } = session;
      chmodSync(path.join(workspace, 'run.sh'), 0o755);
      // Another release, for aarch64.
      copyStandin(path.join(session.home, 'dmtcp-other'), '4.1.0');
      const pool = await session.pool({ name: 'bad-input' });
      const editor = await session.open(editorSettings(pool, buildStandin()));
      const result = (name: string): string =>
        readFileSync(path.join(workspace, `result-${name}.txt`), 'utf8');
      const fetched = (name: string): Promise<boolean> =>
        until(`result-${name}.txt has come`, () => existsSync(path.join(workspace, `result-${name}.txt`)), {
          timeoutMs: 60_000,
        });
      const submitted = async (): Promise<string> => {
        const message = await editor.notification('Submitted cluster', undefined, 60_000);
        return /cluster (\d+(?:, \d+)*)/.exec(message)?.[1] ?? '';
      };
      const history = (cluster: string, attributes: string): Promise<string> =>
        inPool(pool, pool.user, `condor_history ${cluster} -af ${attributes}`);
      await editor.openView('HTCondor');
      await statusIs(editor, 'test pool', /test pool/);

      // Another installation than the one of the settings, of another architecture.
      await editor.openFile('a.sub');
      await editor.run('DMTCP: Choose DMTCP Installation and Package…');
      const asked = await editor.question();
      assert.match(asked, /DMTCP installation to package/);
      const offers = await editor.page.locator('.quick-input-widget .monaco-list-row').allInnerTexts();
      const found = offers.map((offer) => offer.replace(/\s+/g, ' ')).join('\n');
      assert.match(found, /DMTCP 4\.2\.0.*x86_64, generation 4, this machine.*by the setting/);
      assert.match(
        found,
        /DMTCP 4\.1\.0.*aarch64, generation 4, this machine.*dmtcp-other \(by a usual place\)/,
      );
      await editor.screenshot('1-installations');
      await editor.page.keyboard.press('Escape');
      assert.ok(!existsSync(path.join(workspace, 'shim_dmtcp')), 'nothing was done');

      // Overrides for one submission.
      await editor.run('DMTCP: Submit Job with Overrides…');
      await editor.question();
      await editor.answer('nonsense');
      await editor.page.locator('.quick-input-message', { hasText: 'Expected "name = value"' }).waitFor();
      await editor.screenshot('2-bad-override');
      await editor.answer('request_memory = 77; +Why = "a; b"');
      const first = await submitted();
      await fetched('a');
      assert.equal(await history(first, 'RequestMemory Why'), '77 a; b');
      assert.equal(readFileSync(path.join(workspace, 'a.sub'), 'utf8'), submitFile('a'));
      await editor.notification(`Job ${first}.0 completed`, undefined, 30_000);
      await editor.clearNotifications();

      // Both at once, selected in the explorer, while a result of the first run is changed here.
      writeFileSync(path.join(workspace, 'result-a.txt'), 'my notes\n');
      await editor.openView('Explorer');
      const entry = (name: string, state = '') =>
        editor.page.locator(`.explorer-folders-view .monaco-list-row${state}`, { hasText: name });
      // Rows move while files appear.
      for (const name of ['a.log', 'result-a.txt']) await entry(name).waitFor();
      await entry('a.sub').click();
      await entry('b.sub').click({ modifiers: ['Control'] });
      for (const name of ['a.sub', 'b.sub']) await entry(name, '.selected').waitFor();
      await editor.menuAction(entry('b.sub'), 'Submit Job');
      const both = (await submitted()).split(', ');
      assert.equal(both.length, 2, both.join());
      const question = await editor.dialog();
      assert.match(question, /A file changed both here and on test pool.*result-a\.txt/s);
      await editor.screenshot('3-conflict');
      assert.equal(result('a'), 'my notes\n', 'nothing is lost before the answer');
      await editor.answerDialog('Keep Mine');
      await editor.notification('Kept your own: result-a.txt', undefined, 60_000);
      await fetched('b');
      assert.equal(result('a'), 'my notes\n');
      for (const cluster of both) assert.match(await history(cluster, 'RequestMemory'), /^32$/);
      await editor.clearNotifications();

      // On demand it is asked again, and fetched when the person says so.
      await editor.openView('HTCondor');
      const ended = both[0] ?? '';
      await rowIs(editor, `${ended}.0`);
      await editor.run('DMTCP: Fetch Job Outputs');
      await editor.pick(`${ended}.0`);
      await editor.dialog();
      await editor.answerDialog('Overwrite');
      await editor.notification('Fetched result-a.txt');
      assert.match(result('a'), /^a by slot/);
      await editor.screenshot('4-fetched');

      // Another DMTCP under a job that has begun with the one before.
      const pack = (bytes: string): void => {
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        const files = [{ name: 'libdmtcp.so', size: bytes.length, sha256 }];
        writeFileSync(path.join(workspace, 'libdmtcp.so'), bytes);
        writeFileSync(path.join(workspace, 'shim_dmtcp.manifest.json'), JSON.stringify({ schema: 1, files }));
      };
      pack('the one before');
      await editor.openFile('long.sub');
      await editor.clearNotifications();
      await editor.run('DMTCP: Submit Job');
      const long = `${await submitted()}.0`;
      await rowIs(editor, long, /running/);
      pack('another one, of another release');
      await editor.clearNotifications();
      await editor.run('DMTCP: Submit Job');
      assert.match(
        await editor.dialog(),
        new RegExp(`A job in the queue began with the DMTCP.*${long} may no`, 's'),
      );
      await editor.screenshot('5-other-dmtcp');
      await editor.page.keyboard.press('Escape');
      const uploads = `dmtcp-condor/${path.basename(workspace)}-*`;
      const there = await inPool(pool, pool.user, `cat ${uploads}/libdmtcp.so; condor_q -af ClusterId`);
      assert.equal(there, `the one before${long.replace('.0', '')}`, 'nothing was sent or queued');

      // A big upload is cancelled half-way.
      truncateSync(path.join(workspace, 'big.dat'), 700_000_000);
      await editor.openFile('big.sub');
      await editor.clearNotifications();
      await editor.run('DMTCP: Submit Job');
      const progress = await editor.notification('of 700.0 MB', 'Cancel', 60_000);
      assert.match(progress, /Submitting big\.sub on test pool: \d+\.\d of 700\.0 MB/);
      await editor.notification('was cancelled; no job was queued');
      await editor.screenshot('6-cancelled');
      const arrived = (): Promise<string> => inPool(pool, pool.user, `ls -A ${uploads}; condor_q -af Args`);
      await until('nothing half is left', async () => !/^\.|^big(\.dat)?$/m.test(await arrived()), {
        describe: arrived,
      });
    }),
  );
});
