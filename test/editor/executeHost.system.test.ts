/** Logs of a running job where the site does not allow condor_ssh_to_job, but logins to execute hosts; in a real editor. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { inPool } from '../pool/inPool.ts';
import { until } from '../support/until.ts';
import { jobsView, rowIs } from './jobsView.ts';
import { outputLines } from './logPane.ts';
import { poolSettings, submitPrinters } from './poolJobs.ts';
import { editorTest } from './session.ts';

const machine = '127-0-0-1.pool.test';

describe('a log pane', () => {
  it('reads by SSH to the execute host, whose key is asked for', { timeout: 180_000 }, (t) =>
    editorTest(t, { name: 'execute-host' }, async (session) => {
      const pool = await session.pool({ name: 'hosts' });
      const file = '/etc/condor/config.d/zz-hosts.config';
      session.atEnd(() => inPool(pool, 'root', `rm -f ${file} && condor_reconfig >&2`));
      await inPool(pool, 'root', `echo "ENABLE_SSH_TO_JOB = False" >${file} && condor_reconfig >&2`);
      const cluster = await submitPrinters(pool, 'hosts', 'arguments = 20');
      const knownHostsFile = path.join(session.scratch, 'known_hosts');
      copyFileSync(pool.knownHostsFile, knownHostsFile);
      const section = [
        `Host ${machine}`,
        'HostName 127.0.0.1',
        `Port ${pool.sshPort}`,
        'HostKeyAlias node1',
        'HashKnownHosts no',
      ];
      mkdirSync(path.join(session.home, '.ssh'));
      writeFileSync(path.join(session.home, '.ssh/config'), `${section.join('\n')}\n`, { mode: 0o600 });
      const editor = await session.open(poolSettings(pool, { knownHostsFile, executeHosts: 'jump' }));

      await editor.openView('HTCondor');
      await rowIs(editor, `${cluster}.0 `, /running/);
      await editor.treeAction(jobsView, `${cluster}.0 `, 'Tail Job Logs');
      const dialog = await until('the key is asked for', () => editor.dialog().catch(() => undefined), {
        timeoutMs: 60_000,
      });
      assert.match(dialog, new RegExp(`host key of ${machine} \\(execute host of test pool\\) is not known`));
      assert.match(dialog, /SHA256:/);
      await editor.screenshot('1-key');
      await editor.answerDialog('Accept and Remember');
      const pane = editor.webview();
      await until('its lines are shown', async () => (await outputLines(editor).count()) > 10, {
        timeoutMs: 60_000,
      });
      await editor.screenshot('2-lines');
      await pane.locator('#search').fill(`by SSH to ${machine}`);
      const notes = pane.locator('.row.note .text');
      await until('it says how they are read', async () => (await notes.count()) === 1);
      assert.match(await notes.innerText(), /^The files of job .* says: .*ENABLE_SSH_TO_JOB=false\.$/);
      await editor.screenshot('3-note');
      assert.match(readFileSync(knownHostsFile, 'utf8'), /^\S*node1\S* ssh-/m);
    }),
  );
});
