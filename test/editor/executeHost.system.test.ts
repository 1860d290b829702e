/** Logs of a running job where the site does not allow condor_ssh_to_job, but logins to execute hosts; in a real editor. */
import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { poolUnavailable, startPool } from '../pool/pool.ts';
import { until } from '../support/until.ts';
import { startEditor } from './editor.ts';
import { editorUnavailable } from './installEditor.ts';
import { accessPointOf, submitPrinters } from './poolJobs.ts';

const machine = '127-0-0-1.pool.test';

describe('a log pane', () => {
  it('reads by SSH to the execute host, whose key is asked for', { timeout: 180_000 }, async (t) => {
    const missing = poolUnavailable() ?? editorUnavailable();
    if (missing !== undefined) return t.skip(missing);
    const vsix = path.resolve('build/dmtcp-condor.vsix');
    assert.ok(existsSync(vsix), 'build/dmtcp-condor.vsix is there (npm run package)');
    const scratch = mkdtempSync(path.join(os.tmpdir(), 'dmtcp-condor-host-'));
    const workspace = path.join(scratch, 'work');
    const home = path.join(scratch, 'editor/home');
    mkdirSync(workspace);
    mkdirSync(path.join(home, '.ssh'), { recursive: true });
    const pool = await startPool({ name: 'hosts' });
    const root = async (script: string): Promise<void> => {
      const { code, stderr } = await pool.exec('root', ['sh', '-c', script]);
      assert.equal(code, 0, stderr);
    };
    const file = '/etc/condor/config.d/zz-hosts.config';
    await root(`echo "ENABLE_SSH_TO_JOB = False" >${file} && condor_reconfig >&2`);
    const cluster = await submitPrinters(pool, 'hosts', 'arguments = 20');
    const knownHostsFile = path.join(scratch, 'known_hosts');
    copyFileSync(pool.knownHostsFile, knownHostsFile);
    const section = [
      `Host ${machine}`,
      'HostName 127.0.0.1',
      `Port ${pool.sshPort}`,
      'HostKeyAlias node1',
      'HashKnownHosts no',
    ];
    writeFileSync(path.join(home, '.ssh/config'), `${section.join('\n')}\n`, { mode: 0o600 });
    const settings = { ...accessPointOf(pool, 'test pool'), knownHostsFile, executeHosts: 'jump' };
    const editor = await startEditor({
      workspace,
      vsix: [vsix],
      dataDir: path.join(scratch, 'editor'),
      settings: { 'dmtcpCondor.accessPoints': [settings], 'dmtcpCondor.queueInterval': 1 },
      screenshots: path.resolve('build/screenshots/execute-host'),
    });
    try {
      const view = 'HTCondor Jobs';
      await editor.openView('HTCondor');
      const row = new RegExp(`^${cluster}\\.0 .*running`);
      await until('the job runs', async () => (await editor.treeRows(view)).find((text) => row.test(text)), {
        timeoutMs: 60_000,
      });
      await editor.treeAction(view, `${cluster}.0 `, 'Tail Job Logs');
      const dialog = await until('the key is asked for', () => editor.dialog().catch(() => undefined), {
        timeoutMs: 60_000,
      });
      assert.match(dialog, new RegExp(`host key of ${machine} \\(execute host of test pool\\) is not known`));
      assert.match(dialog, /SHA256:/);
      await editor.screenshot('1-key');
      await editor.answerDialog('Accept and Remember');
      const pane = editor.webview();
      const lines = pane.locator('.row.output .text');
      await until('its lines are shown', async () => (await lines.count()) > 10, { timeoutMs: 60_000 });
      await editor.screenshot('2-lines');
      await pane.locator('#search').fill(`by SSH to ${machine}`);
      const notes = pane.locator('.row.note .text');
      await until('it says how they are read', async () => (await notes.count()) === 1);
      assert.match(await notes.innerText(), /^The files of job .* says: .*ENABLE_SSH_TO_JOB=false\.$/);
      await editor.screenshot('3-note');
      assert.match(readFileSync(knownHostsFile, 'utf8'), /^\S*node1\S* ssh-/m);
    } catch (error) {
      await editor.screenshot('failed');
      throw error;
    } finally {
      await editor.stop();
      await pool.exec(pool.user, ['condor_rm', '-all']);
      await root(`rm ${file} && condor_reconfig >&2`);
      await pool.stop();
      rmSync(scratch, { recursive: true });
    }
  });
});
