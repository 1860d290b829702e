/** Bad input, met by a user in a real editor: one clear message each, and nothing lost or half done. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { buildStandin } from '../../scripts/buildStandin.mjs';
import { inPool } from '../pool/inPool.ts';
import { poolUnavailable, type Pool } from '../pool/pool.ts';
import { copyStandin } from '../support/copyStandin.ts';
import { freePort } from '../support/freePort.ts';
import { runProgram } from '../support/runProgram.ts';
import { makeKeyPair } from '../support/sshServer.ts';
import { until } from '../support/until.ts';
import { desk, type AccessPointEntry, type Desk } from './badInput.ts';
import type { Editor } from './editor.ts';
import { editorUnavailable } from './installEditor.ts';
import { accessPointOf, poolSettings } from './poolJobs.ts';
import { EditorSession } from './session.ts';

const packageTitle = 'DMTCP: Package Shim and DMTCP into Submit Directory';
const submitTitle = 'DMTCP: Submit Job';

const shimJob = `executable              = shim_dmtcp
arguments               = "--log shim.$(Cluster).log --stdout foo.$(Cluster).out ./foo 3 50"
should_transfer_files   = YES
transfer_input_files    = foo
kill_sig                = SIGINT
want_graceful_removal   = True
on_exit_remove          = ExitBySignal == False && ExitCode =!= 125
request_memory          = 256M
request_disk            = 512M
log                     = job.log
queue
`;
const plainJob = (lines: string): string => `${lines}
arguments             = 1
should_transfer_files = YES
request_memory        = 16M
request_disk          = 16M
log                   = plain.log
queue
`;
const submitFiles: Readonly<Record<string, string>> = {
  'job.sub': shimJob,
  'broken.sub': 'executable = foo\nqueue\nif defined foo\nrequest_memory = 16M\n',
  'include.sub': plainJob('include : /etc/condor/site-defaults.inc\nexecutable = foo'),
  'program.sub': plainJob('# The program of the site\nexecutable = /opt/site/bin/program'),
  'missing.sub': plainJob('executable = foo\ntransfer_input_files = data.csv'),
  'idle.sub': plainJob('executable = foo\nrequirements = false'),
};

const missing = poolUnavailable() ?? editorUnavailable();
const installed = existsSync('/opt') ? readdirSync('/opt').filter((name) => name.startsWith('dmtcp')) : [];

describe('bad input', { skip: missing ?? false, timeout: 280_000 }, () => {
  let session: EditorSession;
  let workspace: string;
  let scratch: string;
  let pool: Pool;
  let editor: Editor;
  let d: Desk;
  let good: Required<AccessPointEntry>;
  const standin = buildStandin();

  before(async () => {
    session = new EditorSession({ name: 'bad-input', files: submitFiles });
    ({ workspace, scratch } = session);
    const client = await runProgram('bash', ['test/support/aptInstall.sh', 'openssh-client']);
    assert.equal(client.code, 0, client.stderr);
    copyFileSync(path.join(standin, 'counter'), path.join(workspace, 'foo'));
    chmodSync(path.join(workspace, 'foo'), 0o755);
    copyStandin(path.join(scratch, 'dmtcp-aarch64'));
    const silent = createServer().listen(0, '127.0.0.1');
    session.atEnd(() => silent.close());
    await once(silent, 'listening');
    writeUserFiles(session, portOf(silent));
    // Of its own: jobs of others would come and go in the view, with messages of theirs.
    pool = await session.pool({ name: 'bad-input' });
    good = accessPointOf(pool);
    editor = await session.open(
      { ...poolSettings(pool, { name: 'site' }), 'dmtcpCondor.htcondorVersion': '23.9.6' },
      { hidden: installed.map((name) => path.join('/opt', name)) },
    );
    d = desk(editor, pool, workspace);
    await editor.openView('HTCondor');
  });
  after(() => session.end());

  describe('packaging', () => {
    it('asks for DMTCP when there is none; what it is told must hold one', async (t) => {
      if (existsSync('/usr/local/bin/dmtcp_launch')) return t.skip('DMTCP is installed in /usr/local');
      const before = d.files();
      await d.begin('job.sub');
      await editor.run(packageTitle);
      assert.match(await editor.question(), /Directory of the DMTCP installation/);
      await editor.screenshot('1-prompt');
      await editor.page.keyboard.press('Escape');
      const dismissed = await d.onlyMessage('No DMTCP', '1-dismissed');
      assert.match(dismissed, /dmtcp_launch/);
      assert.match(dismissed, /dmtcpCondor\.dmtcpRoot|DMTCP_ROOT/);

      await d.begin('job.sub');
      await editor.run(packageTitle);
      await editor.question();
      await editor.answer('/nowhere/dmtcp');
      const wrong = await d.onlyMessage('/nowhere/dmtcp', '1-wrong');
      assert.match(wrong, /dmtcp_launch/);
      assert.deepEqual(d.files(), before, 'nothing was written');
    });

    it('packages for another architecture, says that no machine of the pool has it, and takes it back', async (t) => {
      if (!existsSync('dist/shim/linux-arm64/shim_dmtcp'))
        return t.skip('the extension was packaged without the shim for arm64');
      const before = d.files();
      await d.configure(good, { 'dmtcpCondor.dmtcpRoot': path.join(scratch, 'dmtcp-aarch64') });
      await d.begin('job.sub');
      await editor.run(packageTitle);
      await editor.notification('Packaged shim and DMTCP', undefined, 30_000);
      const warning = await editor.notification('None of 4 slots');
      assert.match(warning, /its machines are X86_64, the package is for aarch64.*Package a DMTCP/);
      await editor.screenshot('2-architecture');
      const manifest = readFileSync(path.join(workspace, 'shim_dmtcp.manifest.json'), 'utf8');
      assert.match(manifest, /"architecture": "aarch64"/);
      // e_machine, at 18.
      assert.equal(readFileSync(path.join(workspace, 'shim_dmtcp')).readUInt16LE(18), 183);

      await d.begin('job.sub');
      await editor.run('DMTCP: Remove Shim and DMTCP from Submit Directory');
      assert.match(await editor.dialog(), /Remove the shim and DMTCP/);
      await editor.answerDialog('Remove');
      const removed = await editor.notification('Removed 1');
      assert.match(removed, /transfer_input_files is brought up to date/);
      assert.ok((await editor.editorLines()).some((line) => /^transfer_input_files += foo$/.test(line)));
      await editor.save();
      await until('everything is as it was', () => isDeepStrictEqual(d.files(), before), {
        describe: () => JSON.stringify(d.files()),
      });
    });
  });

  describe('protection', () => {
    it('asks before a job goes without DMTCP; packages, and submits', async () => {
      const [before, files] = [await d.there(), d.files()];
      await d.configure(good);
      await d.begin('job.sub');
      await editor.run(submitTitle);
      const question = await editor.dialog();
      assert.match(question, /DMTCP is not packaged/);
      assert.match(question, /Submit Anyway/);
      await editor.screenshot('8-not-packaged');
      await editor.page.keyboard.press('Escape');
      await editor.page.locator('.monaco-dialog-box').waitFor({ state: 'hidden' });
      assert.deepEqual(await d.messages(), []);
      assert.deepEqual([await d.there(), d.files()], [before, files], 'nothing happened');

      await editor.run(submitTitle);
      await editor.dialog();
      await editor.answerDialog('Package Now');
      await editor.question();
      await editor.page.keyboard.press('Escape');
      await d.onlyMessage('No DMTCP', '8-package-dismissed');
      assert.deepEqual([await d.there(), d.files()], [before, files], 'nothing happened');

      await d.begin('job.sub');
      await editor.run(submitTitle);
      await editor.dialog();
      await editor.answerDialog('Package Now');
      await editor.question();
      await editor.answer(standin);
      await submitted();
      assert.ok('shim_dmtcp.manifest.json' in d.files());
    });

    it('refuses to submit when a packaged file has gone', async () => {
      await d.configure(good, { 'dmtcpCondor.dmtcpRoot': standin });
      rmSync(path.join(workspace, 'libdmtcp.so'));
      const before = await d.there();
      await d.begin('job.sub');
      await editor.run(submitTitle);
      const question = await editor.dialog();
      assert.match(question, /not complete.*shim_dmtcp\.manifest\.json.*libdmtcp\.so/s);
      await editor.screenshot('8-file-gone');
      await editor.page.keyboard.press('Escape');
      await editor.page.locator('.monaco-dialog-box').waitFor({ state: 'hidden' });
      assert.deepEqual(await d.messages(), []);
      assert.equal(await d.there(), before, 'nothing came to the access point');

      await editor.run(submitTitle);
      await editor.dialog();
      await editor.answerDialog('Package Now');
      await submitted();
      assert.ok('libdmtcp.so' in d.files());
    });

    it('tells of an input file that is not there', async () => {
      const before = await d.there();
      await d.begin('missing.sub');
      await editor.run(submitTitle);
      const message = await d.onlyMessage('data.csv', '8-input-gone');
      assert.match(message, /Line 2\b/);
      assert.equal(await d.there(), before, 'nothing came to the access point');
    });

    it('refuses a submit file that does not parse', async () => {
      const before = await d.there();
      await d.begin('broken.sub');
      await editor.run(submitTitle);
      const message = await d.onlyMessage('broken.sub was not submitted', '5-broken');
      assert.match(message, /Line 3\b/);
      assert.match(message, /endif/);
      assert.equal(await d.there(), before, 'nothing came to the access point');
    });
  });

  describe('connecting', () => {
    /** Submits to an access point that cannot be used; the message. */
    const refused = async (entry: AccessPointEntry, text: string, screenshot: string): Promise<string> => {
      const before = await d.there();
      await d.configure(entry);
      await d.begin('program.sub');
      await editor.run(submitTitle);
      const message = await d.onlyMessage(text, screenshot);
      const view = editor.page.locator('.pane-body .message:visible');
      await until('the view says why', async () => (await view.innerText()).includes(message.slice(0, 25)), {
        describe: () => view.innerText(),
      });
      assert.equal(await d.there(), before, 'nothing came to the access point');
      return message;
    };

    it('tells of a port that nothing listens on', async () => {
      const port = await freePort();
      const message = await refused({ ...good, port }, 'cannot be reached', '3-closed-port');
      assert.match(message, new RegExp(`127\\.0\\.0\\.1, port ${port}`));
      assert.match(message, /VPN/);
    });

    it('does not wait for ever for a host that says nothing', async () => {
      const { user, identityFile } = good;
      const began = Date.now();
      const message = await refused({ host: 'silent', user, identityFile }, 'did not answer', '3-silent');
      assert.ok(Date.now() - began < 15_000);
      assert.match(message, /2 s/);
    });

    it('tells of a key that the host does not take', async () => {
      const other = await makeKeyPair(path.join(scratch, 'other-key'));
      const message = await refused({ ...good, identityFile: other }, 'was not let in', '3-refused-key');
      assert.match(message, /alice@127\.0\.0\.1/);
      assert.ok(message.includes(other), message);
      assert.match(message, /authorized_keys/);
    });

    it('refuses a host key that is not the known one', async () => {
      const other = await makeKeyPair(path.join(scratch, 'other-host'));
      const knownHostsFile = path.join(scratch, 'known_hosts_other');
      const line = `[127.0.0.1]:${pool.sshPort} ${readFileSync(`${other}.pub`, 'utf8')}`;
      writeFileSync(knownHostsFile, line);
      const message = await refused({ ...good, knownHostsFile }, 'is not the one that is known', '3-changed');
      const known = await fingerprint(`${other}.pub`);
      const real = await inPool(pool, 'root', 'cat /etc/ssh/ssh_host_ed25519_key.pub');
      writeFileSync(path.join(scratch, 'real.pub'), real);
      const shown = await fingerprint(path.join(scratch, 'real.pub'));
      assert.ok(message.includes(known) && message.includes(shown), `${message} has ${known} and ${shown}`);
      assert.equal(readFileSync(knownHostsFile, 'utf8'), line, 'known_hosts is as it was');
    });

    it('asks whether an unknown host key is right, and sends nothing before', async () => {
      const before = await d.there();
      const knownHostsFile = path.join(scratch, 'known_hosts_none');
      await d.configure({ ...good, knownHostsFile });
      await d.begin('program.sub');
      await editor.run(submitTitle);
      const question = await editor.dialog();
      assert.match(question, /SHA256:[A-Za-z0-9+/]{43}/);
      await editor.screenshot('3-unknown');
      await editor.page.keyboard.press('Escape');
      const message = await d.onlyMessage('Nothing was sent', '3-unknown-dismissed');
      assert.ok(message.includes(knownHostsFile), message);
      assert.equal(await d.there(), before, 'nothing came to the access point');

      await d.begin('idle.sub');
      await editor.run(submitTitle);
      await editor.dialog();
      await editor.answerDialog('Accept Once');
      await submitted();
      assert.ok(!existsSync(knownHostsFile), 'the key was accepted once, not written');
    });
  });

  describe('submitting', () => {
    it('shows what condor_submit says on its line, and submits once it is right', async () => {
      await d.configure(good);
      for (const [file, line, words, right] of [
        ['include.sub', 1, /site-defaults/, '# No defaults'],
        ['program.sub', 2, /\/opt\/site\/bin\/program/, 'executable = foo'],
      ] as const) {
        const [before, text] = [await d.clusters(), readFileSync(path.join(workspace, file), 'utf8')];
        await d.begin(file);
        assert.deepEqual(await errors(file), [], 'nothing is known to be wrong before');
        await editor.run(submitTitle);
        const message = await d.onlyMessage(`condor_submit refused ${file}`, `4-${file}`);
        assert.match(message, words);
        assert.match(message, new RegExp(`Line ${line}\\b`));
        assert.match(message, /\. No job was queued/);
        const [problem, ...more] = await until('it is underlined', async () => {
          const found = await errors(file);
          return found.length > 0 && found;
        });
        assert.deepEqual(more, []);
        assert.match(problem ?? '', words);
        assert.match(problem ?? '', new RegExp(`at line ${line} and`));
        assert.match(problem ?? '', /condor_submit/);
        await editor.screenshot(`4-${file}-problem`);
        assert.deepEqual(await d.clusters(), before, 'nothing was queued');
        assert.equal(readFileSync(path.join(workspace, file), 'utf8'), text);

        await d.begin(file);
        await editor.goTo(line, 1);
        await editor.page.keyboard.press('Shift+End');
        await editor.typeText(right);
        await editor.page.keyboard.press('Escape');
        await editor.run(submitTitle);
        await submitted();
        assert.deepEqual(await errors(file), [], 'what condor_submit said is gone');
      }
    });
  });

  describe('jobs', () => {
    it('tells of a job id that is gone', async () => {
      await d.begin('job.sub');
      await editor.page.keyboard.press('Control+Alt+2');
      const message = await d.onlyMessage('9999.0', '6-vacate-gone');
      assert.match(message, /queue/);
      assert.match(message, /HTCondor Jobs/);

      await d.begin('job.sub');
      await editor.page.keyboard.press('Control+Alt+1');
      await paneSays(/Job 9999\.0 is neither in the queue nor in the history of .*choose another/);
      await editor.screenshot('6-tail-gone');
      assert.deepEqual(await d.messages(), []);
    });

    it('says why an idle job has no logs yet, and that a held one is held', async () => {
      await d.begin('idle.sub');
      await editor.run(submitTitle);
      const cluster = await submitted();
      await editor.clearNotifications();
      await editor.run('DMTCP: Tail Job Logs');
      await editor.pick(`${cluster}.0`);
      await paneSays(new RegExp(`Job ${cluster}\\.0 is idle: it has not started yet.*as soon as it runs`));
      await editor.screenshot('7-idle');
      await inPool(pool, pool.user, `condor_hold -reason 'the disk is full' ${cluster}`);
      await paneSays(/is held: .*the disk is full.*Release Job/);
      await editor.screenshot('7-held');
      const running = `condor_q -constraint 'JobStatus == 2' -af ClusterId`;
      await until('nothing runs', async () => (await inPool(pool, pool.user, running)) === '', {
        timeoutMs: 30_000,
      });
      await editor.run('DMTCP: Vacate Job');
      const message = await d.onlyMessage('Vacate Job', '7-vacate-held');
      assert.match(message, /expected a job that is running/);
    });
  });

  const seen = new Set<string>();
  /** Waits until one more job was submitted; its cluster. Not by its message: only three are in view at a time. */
  const submitted = async (): Promise<string> => {
    const cluster = await until(
      'a job is submitted',
      async () => (await d.clusters()).find((found) => !seen.has(found)),
      { timeoutMs: 30_000 },
    );
    seen.add(cluster);
    return cluster;
  };
  const paneSays = async (text: RegExp): Promise<void> => {
    const notice = editor.webview().locator('#notice:visible');
    const said = async (): Promise<string> => (await notice.allInnerTexts()).join('\n');
    await until(String(text), async () => text.test(await said()), { timeoutMs: 30_000, describe: said });
  };
  /** Of the file that is being tried: the others stay open. */
  const errors = async (file: string): Promise<string[]> => {
    await editor.openFile(file);
    return (await editor.problems()).filter(
      (p) => p.startsWith('Error') && !p.includes('data.csv') && !p.includes('endif'),
    );
  };
});

async function fingerprint(publicKeyFile: string): Promise<string> {
  const { stdout } = await runProgram('ssh-keygen', ['-l', '-f', publicKeyFile]);
  const found = /SHA256:\S+/.exec(stdout)?.[0];
  assert.ok(found !== undefined, stdout);
  return found;
}

const portOf = (server: Server): number => {
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
};

/** Keys that call commands with arguments, which the palette cannot; and a host that is given little time. */
function writeUserFiles({ dataDir, home }: EditorSession, silentPort: number): void {
  const key = (letter: string, command: string): object => ({
    key: `ctrl+alt+${letter}`,
    command: `dmtcpCondor.${command}`,
    args: '9999.0',
  });
  mkdirSync(path.join(dataDir, 'data/User'), { recursive: true });
  writeFileSync(
    path.join(dataDir, 'data/User/keybindings.json'),
    JSON.stringify([key('1', 'tailLogs'), key('2', 'vacateJob')]),
  );
  mkdirSync(path.join(home, '.ssh'), { recursive: true, mode: 0o700 });
  writeFileSync(
    path.join(home, '.ssh/config'),
    `Host silent\n  HostName 127.0.0.1\n  Port ${silentPort}\n  ConnectTimeout 2\n`,
  );
}
