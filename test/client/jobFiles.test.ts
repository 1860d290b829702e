import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { FileReference, SubmitDescription } from '../../server/src/protocol.ts';
import { jobFiles } from '../../client/src/jobFiles.ts';

const at = (name: string): FileReference => ({
  path: name,
  range: { start: { line: 6, character: 0 }, end: { line: 6, character: 1 } },
});
const describing = (...inputs: readonly string[]): SubmitDescription => ({
  errors: [],
  executable: at('shim_dmtcp'),
  transferInput: inputs.map(at),
  included: [],
});

describe('jobFiles', () => {
  let directory = '';
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'job-files-'));
    await mkdir(path.join(directory, 'data', 'deep'), { recursive: true });
    for (const name of ['job.sub', 'shim_dmtcp', 'foo', 'in.0', 'in.1', 'other', 'data/a', 'data/deep/b']) {
      await writeFile(path.join(directory, name), name);
    }
  });
  after(() => rm(directory, { recursive: true }));
  const files = async (...inputs: readonly string[]): Promise<readonly string[]> =>
    [...(await jobFiles(directory, 'job.sub', describing(...inputs)))].sort();

  it('takes the submit file, the executable and the inputs, each once', async () => {
    assert.deepEqual(await files('foo', './foo'), ['foo', 'job.sub', 'shim_dmtcp']);
  });
  it('takes directories with all that is in them', async () => {
    assert.deepEqual(await files('data/'), ['data/a', 'data/deep/b', 'job.sub', 'shim_dmtcp']);
  });
  it('takes every file that a name with $(Process) can mean', async () => {
    assert.deepEqual(await files('in.$(Process)'), ['in.0', 'in.1', 'job.sub', 'shim_dmtcp']);
  });
  it('leaves absolute names and URLs to the access point', async () => {
    assert.deepEqual(await files('/etc/hosts', 'osdf:///data/x', 'https://h/x'), ['job.sub', 'shim_dmtcp']);
  });
  it('says which file of which line is missing', async () => {
    await assert.rejects(files('nothing'), /Line 7: nothing was expected beside the submit file/);
  });
  it('refuses names outside the submit directory', async () => {
    await assert.rejects(files('../secret'), /Line 7: \.\.\/secret lies outside the submit directory/);
    await assert.rejects(files('data/../../secret'), /lies outside/);
  });

  it('refuses backslashes on Windows, where they would name another file than on the access point', async () => {
    await assert.rejects(() => jobFiles(directory, 'job.sub', describing('data\\a'), 'win32'), {
      message: /^Line 7: data\\a has backslashes.* Write data\/a\.$/,
    });
  });
});
