/** Submitting on the machine of the editor, where condor_submit is on its PATH: no SSH, no copies. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileNames } from '../../shim/src/protocol.ts';
import { inPool } from '../pool/inPool.ts';
import type { Pool } from '../pool/pool.ts';
import { until } from '../support/until.ts';
import { rowIs } from './jobsView.ts';
import { editorTest } from './session.ts';

const tools = [
  'id',
  'condor_submit',
  'condor_q',
  'condor_history',
  'condor_hold',
  'condor_rm',
  'condor_version',
];
const userId = 1500;

/** A PATH on which the pool's own tools are found, run as its user in the directory that they are called in. */
function putToolsOnPath(pool: Pool, directory: string, home: string): void {
  const poolDirectory = path.dirname(pool.root);
  for (const tool of tools) {
    const file = path.join(directory, tool);
    const enter = `'{ cd "$1" || cd; } 2>/dev/null; shift; exec ${tool} "$@"' sh "\${PWD#${pool.root}}" "$@"`;
    // The pool has directories of its own: outside, they are below its root.
    const outside = tool === 'condor_q' ? ` | sed 's#"Iwd": "/#"Iwd": "${pool.root}/#'` : '';
    writeFileSync(
      file,
      `#!/bin/bash\nset -o pipefail\nbash ${path.resolve('test/pool/pool.sh')} exec ${poolDirectory} ${pool.user} sh -c ${enter}${outside}\n`,
    );
    chmodSync(file, 0o755);
  }
  // VS Code asks the user's login shell for the PATH.
  writeFileSync(path.join(home, '.profile'), `PATH=${directory}:$PATH\n`);
}

describe('submitting on this machine', () => {
  it('needs no access point in the settings', { timeout: 120_000 }, (t) =>
    editorTest(t, { name: 'this-machine' }, async (session) => {
      const pool = await session.pool();
      const workspace = path.join(pool.root, 'home', pool.user, 'here');
      mkdirSync(workspace, { recursive: true });
      chownSync(workspace, userId, userId);
      writeFileSync(
        path.join(workspace, 'job.sub'),
        'executable = /bin/sleep\narguments = 600\ntransfer_executable = false\nlog = job.log\nrequest_memory = 64M\nrequest_disk = 1M\nqueue 2\n',
      );
      putToolsOnPath(pool, session.scratch, session.home);
      const editor = await session.open({ 'dmtcpCondor.queueInterval': 1 }, { workspace });
      // An empty queue says what to do, and has a history all the same.
      await editor.openView('HTCondor');
      const welcome = editor.page.locator('.pane .welcome-view:visible');
      await welcome.filter({ hasText: 'You have no jobs in the queue.' }).waitFor({ timeout: 30_000 });
      await editor.screenshot('1-empty');
      await welcome.locator('a', { hasText: 'history' }).click();
      await rowIs(editor, 'No job of yours has left the queue lately.', /^$/);
      await editor.screenshot('2-no-history');

      await editor.openFile('job.sub');
      await editor.run('DMTCP: Submit Job');
      const message = await editor.notification('Submitted cluster', undefined, 30_000);
      assert.match(message, /on this machine: 2 jobs/);
      const cluster = /cluster (\d+)/.exec(message)?.[1] ?? '';
      await rowIs(editor, `${cluster} `, /2 jobs/);
      await editor.screenshot('3-cluster');

      // Jobs that have begun need the DMTCP that is beside their submit file.
      const started = (): Promise<string> => inPool(pool, pool.user, 'condor_q -af JobStatus NumJobStarts');
      await until('both run', async () => (await started()) === '2 1\n2 1', {
        timeoutMs: 60_000,
        describe: started,
      });
      const inUse = {
        format: 1,
        origin: '/opt/dmtcp',
        files: [{ name: 'libdmtcp.so', size: 3, sha256: createHash('sha256').update('one').digest('hex') }],
      };
      writeFileSync(path.join(workspace, 'libdmtcp.so'), 'one');
      writeFileSync(path.join(workspace, fileNames.manifest), JSON.stringify(inUse));
      await editor.run('DMTCP: Remove Shim and DMTCP from Submit Directory');
      await editor.dialog();
      await editor.answerDialog('Remove');
      assert.match(
        await editor.dialog(),
        new RegExp(
          `2 jobs in the queue began with the DMTCP that is removed here.*${cluster}\\.1 may no`,
          's',
        ),
      );
      await editor.screenshot('4-still-needed');
      await editor.page.keyboard.press('Escape');
      assert.equal(readFileSync(path.join(workspace, 'libdmtcp.so'), 'utf8'), 'one');
      await inPool(pool, pool.user, `condor_rm ${cluster}`);
      const script = `for c in 'exit 0' 'exit 3' 'kill -9 $$'; do printf '%s\\n' 'executable = /bin/sh' "arguments = \\"-c '$c'\\"" \
        'transfer_executable = false' 'log = ended.log' 'request_memory = 32M' 'request_disk = 1M' queue | condor_submit -terse; done`;
      const ends = await inPool(pool, pool.user, script);
      const ids = ends.match(/^\d+\.0/gm) ?? [];
      assert.equal(ids.length, 3, ends);
      const left = (): Promise<string> => inPool(pool, pool.user, 'condor_q -af ProcId');
      await until('they have ended', async () => (await left()) === '', {
        timeoutMs: 60_000,
        describe: left,
      });
      await editor.run('DMTCP: Show Job History');
      const [exit0, exit3, killed] = ids;
      await rowIs(editor, `${exit0} `, /^ *sh exit code 0, \d+ s ago · 00:00:\d\d · 1 start$/);
      await rowIs(editor, `${exit3} `, /^ *sh exit code 3, /);
      await rowIs(editor, `${killed} `, /^ *sh killed by signal 9, /);
      await rowIs(editor, `${cluster}.0 `, /^ *sleep removed: via condor_rm/);
      await editor.screenshot('5-history');
    }),
  );
});
