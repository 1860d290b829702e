/** Access points whose login shell is another one than sh, and whose login files print something. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fetchOutputs } from '../../../client/src/condor/outputs.ts';
import { uploadSubmitDirectory } from '../../../client/src/condor/submitDirectory.ts';
import { StreamHub } from '../../../client/src/logs/streamHub.ts';
import { runProgram } from '../../support/runProgram.ts';
import { serverTransport } from '../../support/serverTransport.ts';
import { sshServerUnavailable, startSshServer } from '../../support/sshServer.ts';

/** Login files that are read for commands, too, and print something. */
const shells = [
  { shell: '/bin/bash', file: '.bashrc' },
  { shell: '/bin/tcsh', file: '.cshrc' },
  { shell: '/usr/bin/fish', file: '.config/fish/config.fish' },
  { shell: '/bin/zsh', file: '.zshenv' },
];
const noise = 'echo Welcome to the access point; echo 12 files in "your" home; echo \'and more\' 1>&2\n';
const hostile = [
  "it's",
  'a\nb',
  '\\',
  "\\'",
  '!!',
  '!x',
  '$HOME',
  '`id`',
  '*',
  ' ',
  'ü',
  '^a^b',
  '%s\\n',
  '{a,b}',
];

describe('a login shell', async () => {
  const unavailable = await sshServerUnavailable();
  for (const { shell, file } of shells) {
    it(`${path.basename(shell)}, which prints a welcome, harms no command and no file`, async (t) => {
      if (unavailable !== undefined) return t.skip(unavailable);
      // The small one is worth its second; the others are tried where they are.
      if (shell === '/bin/tcsh') await runProgram('bash', ['test/support/aptInstall.sh', 'tcsh']);
      if (!existsSync(shell)) return t.skip(`there is no ${shell} on this machine`);
      const scratch = await mkdtemp(path.join(os.tmpdir(), 'dmtcp-condor-shell-'));
      const home = path.join(scratch, 'home');
      await mkdir(path.dirname(path.join(home, file)), { recursive: true });
      await writeFile(path.join(home, file), noise);
      const server = await startSshServer([], { login: { shell, home } });
      const transport = serverTransport(server);
      try {
        const raw = await runProgram('ssh', [
          ...['-F', 'none', '-i', server.userKey, '-o', `UserKnownHostsFile=${server.knownHostsFile}`],
          ...['-p', String(server.port), `root@${server.host}`, 'echo'],
        ]);
        assert.match(raw.stdout, /^Welcome to/, `${raw.stderr}: the file is read, and ssh shows it`);

        const printed = await transport.exec(['printf', '%s\\0', ...hostile], { cwd: '/tmp' });
        assert.deepEqual(printed.stdout.split('\0').slice(0, -1), hostile);
        assert.equal((await transport.exec(['sh', '-c', 'cat; exit 7'], { input: 'in' })).stdout, 'in');
        assert.equal((await transport.exec(['sh', '-c', 'exit 7'])).code, 7);
        await assert.rejects(transport.exec(['no-such-program']), { reason: 'commandNotFound' });

        const localDirectory = path.join(scratch, 'job');
        await mkdir(localDirectory);
        const files = ['job.sub', "it's! a \\ \n name"];
        for (const name of files) await writeFile(path.join(localDirectory, name), name);
        const { state } = await uploadSubmitDirectory(transport, {
          ...{ localDirectory, files, remoteDirectory: "jobs!/it's here" },
        });
        assert.equal(state.remoteDirectory, path.join(home, "jobs!/it's here"));
        for (const name of files)
          assert.equal(await readFile(path.join(state.remoteDirectory, name), 'utf8'), name);
        await writeFile(path.join(state.remoteDirectory, 'result'), 'done');
        const { fetched } = await fetchOutputs(transport, { localDirectory, state });
        assert.deepEqual(fetched, ['result']);
        assert.equal(await readFile(path.join(localDirectory, 'result'), 'utf8'), 'done');

        const hub = new StreamHub(transport);
        const chunks: Uint8Array[] = [];
        for await (const chunk of hub.run(['echo', "it's"]).stdout) chunks.push(chunk);
        assert.equal(Buffer.concat(chunks).toString(), "it's\n");
        hub.dispose();
      } finally {
        transport.dispose();
        await server.stop();
        await rm(scratch, { recursive: true, force: true });
      }
    });
  }
});
