import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startEditor } from './editor.ts';
import { EditorError, editorUnavailable } from './installEditor.ts';

const vsix = 'build/dmtcp-condor.vsix';

describe('the packaged extension in a real editor', { skip: editorUnavailable() ?? false }, () => {
  let workspace: string;
  before(() => {
    workspace = mkdtempSync(path.join(os.tmpdir(), 'smoke-'));
    writeFileSync(path.join(workspace, 'job.sub'), 'executable = foo\nqueue\n');
    writeFileSync(
      path.join(workspace, 'config.sub'),
      '#! /bin/sh\n# Configuration validation subroutine script.\n',
    );
  });
  after(() => rmSync(workspace, { recursive: true }));

  it('knows a submit file, and reaches no other machine', async () => {
    assert.ok(existsSync(vsix), `${vsix} is there (npm run package builds it)`);
    const editor = await startEditor({ workspace, vsix: [vsix], screenshots: workspace });
    try {
      await editor.openFile('job.sub');
      assert.equal(await editor.languageMode(), 'HTCondor Submit');
      assert.deepEqual((await editor.editorLines()).slice(0, 2), ['executable = foo', 'queue']);
      const picture = readFileSync(await editor.screenshot('smoke'));
      assert.equal(picture.subarray(1, 4).toString(), 'PNG');
      await editor.openFile('config.sub');
      assert.equal(await editor.languageMode(), 'Shell Script', 'the one of GNU Autoconf');
      assert.deepEqual(editor.blocked, []);
    } finally {
      await editor.stop();
    }
    await assert.rejects(fetch(editor.url), 'the editor has ended');
    assert.ok(!existsSync(editor.dataDir), 'its data is removed');
  });

  it('says why a file cannot be installed', async () => {
    const file = path.join(workspace, 'not-an-extension.vsix');
    writeFileSync(file, 'text');
    await assert.rejects(startEditor({ workspace, vsix: [file] }), (error) => {
      assert.ok(error instanceof EditorError);
      assert.equal(error.reason, 'start');
      assert.ok(error.message.includes(file), error.message);
      return true;
    });
  });
});
